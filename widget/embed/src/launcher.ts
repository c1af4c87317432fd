// The launcher: one real button, and a link to the plain page for when nothing can be reached.

import type { DeskState } from '@netreach/protocol';
import { counted, FALLBACK_LANGUAGE, fill } from './languages.ts';
import { describeWhen } from './times.ts';

type Texts = Readonly<Record<string, string>>;

const FILES = import.meta.glob<{ default: Texts }>('./lang/launcher/*.json');

/** What the launcher says of a state, as a key and the instant that fills it. */
export function launcherLine(state: DeskState | null): { key: string; at: number | null } {
  if (state === null) return { key: 'unreachable', at: null };
  switch (state.state) {
    case 'open':
      return { key: 'open', at: null };
    case 'busy':
      return { key: 'busy', at: null };
    case 'outside_hours':
    case 'opens_soon':
    case 'exception':
    case 'no_hours':
      return state.next_opening === null ? { key: 'closed', at: null } : { key: 'opens', at: state.next_opening };
    case 'no_pair':
      return { key: 'nobody', at: null };
    case 'queue_full':
      return { key: 'full', at: null };
    default:
      return state.state satisfies never;
  }
}

/** The launcher on the screen. */
export type Launcher = {
  readonly element: HTMLElement;
  readonly focus: () => void;
  readonly show: (language: string, state: DeskState | null, unread: number) => Promise<void>;
};

/** Makes the launcher of a site. */
export function createLauncher(key: string, open: () => void): Launcher {
  const element = part('div', 'launcher');
  const button = part('button', 'launch');
  button.type = 'button';
  button.dataset['test'] = 'launcher';
  button.onclick = open;
  const words = part('span', 'words');
  const name = part('span', 'name');
  const line = part('span', 'line');
  line.dataset['test'] = 'launcher-state';
  const badge = part('span', 'badge');
  badge.dataset['test'] = 'unread';
  badge.setAttribute('aria-hidden', 'true');
  const news = part('span', 'unseen');
  news.setAttribute('role', 'status');
  const link = part('a', 'page');
  link.href = `/chat/${encodeURIComponent(key)}`;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  link.dataset['test'] = 'page-link';
  words.append(name, line);
  button.append(part('span', 'dot'), words, badge);
  element.append(button, news, link);
  let shown = 0;

  return {
    element,
    focus: () => button.focus(),
    async show(language, state, unread) {
      shown += 1;
      const mine = shown;
      const load = FILES[`./lang/launcher/${language}.json`] ?? FILES[`./lang/launcher/${FALLBACK_LANGUAGE}.json`];
      const texts = (await load?.())?.default ?? {};
      if (mine !== shown) return;
      const { key, at } = launcherLine(state);
      const when = at === null ? {} : describeWhen(at, Date.now(), language);
      name.textContent = texts['name'] ?? '';
      line.textContent = fill(texts[key] ?? '', { ...when });
      link.textContent = texts['page'] ?? '';
      link.hidden = state !== null;
      badge.hidden = unread === 0;
      badge.textContent = unread > 99 ? '99+' : String(unread);
      const told = unread === 0 ? '' : counted(texts, 'unread', unread, language);
      if (news.textContent !== told) news.textContent = told;
      element.dataset['state'] = key;
    },
  };
}

function part<K extends keyof HTMLElementTagNameMap>(tag: K, name: string): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = name;
  return element;
}
