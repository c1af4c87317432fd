// The address of the console: a path under /console/, as a signal.

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

/** Goes to a page of the console; `replace` leaves no step for Back. */
export function navigate(to: string, replace = false): void {
  if (to === here.value) return;
  if (replace) history.replaceState(null, '', to);
  else history.pushState(null, '', to);
  here.value = to;
}

/** Follows Back and Forward, and takes plain clicks on links into the console. */
export function startRouter(): void {
  addEventListener('popstate', () => {
    here.value = location.pathname;
  });
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
