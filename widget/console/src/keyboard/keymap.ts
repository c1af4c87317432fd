// Which key does what. Plain letters outside text fields, Ctrl or Cmd inside, never Alt: Alt and AltGr write letters in
// many languages.

/** What a key asks for. */
export type Action =
  | 'next'
  | 'previous'
  | 'unread'
  | 'reply'
  | 'aside'
  | 'canned'
  | 'swap'
  | 'slow'
  | 'end'
  | 'columns1'
  | 'columns2'
  | 'columns3'
  | 'help'
  | 'leave'
  | 'toAside';

/** A key press, as far as it matters here. */
export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  /** Whether the browser is putting a letter together. */
  isComposing: boolean;
}

/** Where the focus is: in something that takes text, in a dialog or menu that has keys of its own, or anywhere else. */
export type Place = 'text' | 'popup' | 'page';

const PLAIN: Readonly<Record<string, Action>> = {
  j: 'next',
  k: 'previous',
  n: 'unread',
  r: 'reply',
  a: 'aside',
  '/': 'canned',
  s: 'swap',
  d: 'slow',
  e: 'end',
  '1': 'columns1',
  '2': 'columns2',
  '3': 'columns3',
  '?': 'help',
};

/** With Ctrl or Cmd, in text fields too. Only combinations that browsers leave to the page. */
const WITH_CTRL: Readonly<Record<string, Action>> = {
  "'": 'canned',
  ArrowDown: 'next',
  ArrowUp: 'previous',
  '.': 'toAside',
};

/**
 * What a key press asks for, or nothing. With `enabled` off only Escape is left, which every text field needs.
 */
export function actionFor(press: Press, place: Place, enabled: boolean): Action | null {
  if (press.isComposing || press.altKey || place === 'popup') return null;
  if (press.key === 'Escape') return place === 'text' ? 'leave' : null;
  if (!enabled) return null;
  if (press.ctrlKey || press.metaKey) {
    return press.shiftKey ? null : (WITH_CTRL[press.key] ?? null);
  }
  if (place === 'text') return null;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  // Shift is part of writing `?` and `/` on some keyboards, but Shift with a letter is not a shortcut.
  if (press.shiftKey && /^[a-z]$/u.test(key)) return null;
  return PLAIN[key] ?? null;
}

/** Where a press happened. */
export function placeOf(target: EventTarget | null): Place {
  if (!(target instanceof Element)) return 'page';
  if (target.closest('dialog[open], [role=menu], [role=listbox], [role=tablist]')) return 'popup';
  const field = target.closest('input, textarea, select, [contenteditable=true]');
  if (!field) return 'page';
  if (field instanceof HTMLInputElement && ['checkbox', 'radio', 'button', 'submit'].includes(field.type))
    return 'page';
  return 'text';
}
