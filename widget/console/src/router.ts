// The address of the console: a path under /console/, as a signal; and who is asked before a page is left.

import { computed, signal } from '@preact/signals';

const BASE = '/console';

const here = signal(typeof location === 'undefined' ? `${BASE}/` : location.pathname);

/** The parts of the path after /console/, such as `['settings', 'people']`. */
export const segments = computed<readonly string[]>(() => split(here.value));

/** The parts of a path after /console/; none for a path elsewhere. */
export function split(path: string): string[] {
  if (!path.startsWith(BASE)) return [];
  return path
    .slice(BASE.length)
    .split('/')
    .filter((part) => part !== '')
    .map(decode);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a page of the console. */
export function address(...parts: readonly string[]): string {
  return `${BASE}/${parts.map(encodeURIComponent).join('/')}`;
}

/** Whether the page may be left now. If not, `go` leaves it later, once somebody has said so. */
type BeforeLeaving = (go: () => void) => boolean;

let guard: BeforeLeaving | null = null;

/** Has `ask` asked before the page is left in any way that stays in this window; the answer takes it away again. */
export function beforeLeaving(ask: BeforeLeaving): () => void {
  guard = ask;
  return () => {
    if (guard === ask) guard = null;
  };
}

/** Does something that takes the page away, at once or once the guard lets it. */
export function leave(go: () => void): void {
  if (guard === null || guard(go)) go();
}

/** Where this page stands in the window's history, so that a step back can be undone. */
let place = 0;

/** Goes to a page of the console; `replace` leaves no step for Back. */
export function navigate(to: string, replace = false): void {
  if (to === here.value) return;
  leave(() => {
    if (replace) history.replaceState({ place }, '', to);
    else {
      place += 1;
      history.pushState({ place }, '', to);
    }
    here.value = to;
  });
}

/** Follows Back and Forward, and takes plain clicks on links into the console. */
export function startRouter(): void {
  place = placeNow() ?? 0;
  history.replaceState({ place }, '');
  addEventListener('popstate', onStep);
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || link.target || link.hash || link.origin !== location.origin || !link.pathname.startsWith(`${BASE}/`))
      return;
    event.preventDefault();
    navigate(link.pathname);
  });
}

/** Back or Forward: the browser has moved already, so a page that is held takes its address back. */
function onStep(): void {
  const to = location.pathname;
  const stepped = placeNow();
  if (stepped === null) {
    // A jump within the page, which the browser wrote down by itself.
    place += 1;
    history.replaceState({ place }, '');
    here.value = to;
    return;
  }
  const steps = stepped - place;
  const follow = () => {
    place += steps;
    here.value = to;
  };
  if (to === here.value) {
    follow();
    return;
  }
  const later = () => history.go(steps);
  if (guard === null || guard(later)) follow();
  else history.go(-steps);
}

function placeNow(): number | null {
  const state: unknown = history.state;
  if (typeof state !== 'object' || state === null || !('place' in state)) return null;
  return typeof state.place === 'number' ? state.place : null;
}
