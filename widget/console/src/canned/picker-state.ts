// Canned answers at the cursor: when the list opens, what is looked for, and how an answer gets into the text.

import { type ReadonlySignal, signal } from '@preact/signals';
import { blanks } from './blanks.ts';
import type { Hit } from './search.ts';

/** The open list. */
export interface PickerView {
  query: string;
  hits: readonly Hit[];
  chosen: number;
  /** Why there is nothing, where that is not the query's doing. */
  trouble: 'loading' | 'failed' | 'none' | null;
}

/** Where the list was opened in the text. */
export interface Anchor {
  at: number;
  /** Whether a `/` stands there, which goes when an answer is put in. */
  slash: boolean;
}

/** The `/` that was just typed at the start of a word, or none. */
export function slashAt(text: string, caret: number): Anchor | null {
  if (text[caret - 1] !== '/') return null;
  const before = text[caret - 2];
  return before === undefined || /\s/u.test(before) ? { at: caret - 1, slash: true } : null;
}

/** What is looked for: the text between the anchor and the caret; `null` when the list has lost its place. */
export function queryAt(text: string, caret: number, anchor: Anchor): string | null {
  const from = anchor.at + (anchor.slash ? 1 : 0);
  if (caret < from || (anchor.slash && text[anchor.at] !== '/')) return null;
  const query = text.slice(from, caret);
  // A second slash marks a note to colleagues, and an answer is not looked for over several lines.
  return query.startsWith('/') || query.includes('\n') ? null : query;
}

/** The text with `answer` in place of what was typed to find it, and what is selected then: its first blank, or its end. */
export function withAnswer(
  text: string,
  caret: number,
  anchor: Anchor,
  answer: string,
): { text: string; from: number; to: number } {
  const after = text.slice(caret);
  // Several answers in one message do not run into each other.
  const gap = after !== '' && !/^\s/u.test(after) ? ' ' : '';
  const [first] = blanks(answer);
  const end = anchor.at + answer.length;
  return {
    text: text.slice(0, anchor.at) + answer + gap + after,
    from: first ? anchor.at + first.from : end,
    to: first ? anchor.at + first.to : end,
  };
}

/** The id of an option of the list. */
export function pickerOptionId(id: string, at: number): string {
  return `${id}-option-${at}`;
}

interface Wiring {
  /** The field. */
  area: () => HTMLTextAreaElement | null;
  /** The answers that fit a query, and why there may be none. */
  find: (query: string) => Pick<PickerView, 'hits' | 'trouble'>;
  /** The text of an answer with its blanks filled. */
  filled: (hit: Hit) => string;
  /** Takes the new text. */
  onText: (text: string) => void;
}

/** The list of one field. */
export interface Picker {
  view: ReadonlySignal<PickerView | null>;
  /** The text was changed by typing; `data` is what was typed. */
  typed: (text: string, caret: number, data: string | null) => void;
  /** The caret was moved. */
  moved: (caret: number) => void;
  /** Opens it at the caret. */
  openHere: () => void;
  step: (by: 1 | -1) => void;
  choose: (at: number) => void;
  /** The text of an answer as it would be put in. */
  filled: (hit: Hit) => string;
  /** Puts the chosen answer in; false if there is none. */
  insertChosen: () => boolean;
  close: () => void;
}

/** Makes the list of a field. */
export function makePicker(wiring: Wiring): Picker {
  const view = signal<PickerView | null>(null);
  let anchor: Anchor | null = null;

  const show = (text: string, caret: number) => {
    const query = anchor === null ? null : queryAt(text, caret, anchor);
    const found = query === null ? null : wiring.find(query);
    // Words after a space that find nothing are a sentence, not a search.
    if (query === null || found === null || (found.hits.length === 0 && !found.trouble && /\s/u.test(query))) {
      picker.close();
      return;
    }
    const chosen = view.peek()?.query === query ? (view.peek()?.chosen ?? 0) : 0;
    view.value = { query, ...found, chosen: Math.min(chosen, Math.max(0, found.hits.length - 1)) };
  };

  const picker: Picker = {
    view,
    filled: wiring.filled,
    typed(text, caret, data) {
      if (anchor === null && data === '/') anchor = slashAt(text, caret);
      if (anchor !== null) show(text, caret);
    },
    moved(caret) {
      const area = wiring.area();
      if (anchor !== null && area) show(area.value, caret);
    },
    openHere() {
      const area = wiring.area();
      if (!area) return;
      area.focus();
      anchor = { at: area.selectionEnd, slash: false };
      show(area.value, area.selectionEnd);
    },
    step(by) {
      const now = view.peek();
      if (!now || now.hits.length === 0) return;
      view.value = { ...now, chosen: (now.chosen + by + now.hits.length) % now.hits.length };
    },
    choose(at) {
      const now = view.peek();
      if (now) view.value = { ...now, chosen: at };
    },
    insertChosen() {
      const now = view.peek();
      const hit = now?.hits[now.chosen];
      const area = wiring.area();
      if (!hit || !area || anchor === null) return false;
      const next = withAnswer(area.value, area.selectionEnd, anchor, wiring.filled(hit));
      area.value = next.text;
      wiring.onText(next.text);
      picker.close();
      area.focus();
      area.setSelectionRange(next.from, next.to);
      return true;
    },
    close() {
      anchor = null;
      view.value = null;
    },
  };
  return picker;
}
