// What is being written, kept in memory for each conversation. Three boxes, three drafts: text never moves between
// them by itself.

import { type Signal, signal } from '@preact/signals';
import { onForget } from '../session.ts';

/** Which box a draft belongs to. */
export type Box = 'message' | 'suggestion' | 'aside';

/** A text that is not sent yet. */
export interface Draft {
  text: string;
  /** The highest `seq` on screen when it was begun; `null` while it is empty. */
  begunAtSeq: number | null;
  /** The suggestion that it came from, as long as the box is not emptied. */
  suggestion: string | null;
}

const EMPTY: Draft = { text: '', begunAtSeq: null, suggestion: null };

const drafts = new Map<string, Signal<Draft>>();

/** The draft of one box of one conversation, as a signal. */
export function draft(conversation: string, box: Box): Signal<Draft> {
  const key = `${conversation}/${box}`;
  let found = drafts.get(key);
  if (!found) {
    found = signal(EMPTY);
    drafts.set(key, found);
  }
  return found;
}

/** The draft after its text was changed to `text`, with `seq` the highest on screen now. */
export function changed(before: Draft, text: string, seq: number): Draft {
  if (text === '') return EMPTY;
  return { ...before, text, begunAtSeq: before.begunAtSeq ?? seq };
}

/** Writes into a box. */
export function write(conversation: string, box: Box, text: string, seq: number): void {
  const at = draft(conversation, box);
  at.value = changed(at.value, text, seq);
}

/** Empties a box, after its text was sent. */
export function clear(conversation: string, box: Box): void {
  draft(conversation, box).value = EMPTY;
}

/** Forgets everything that was being written in a conversation. */
export function forgetDrafts(conversation: string): void {
  for (const [key, value] of drafts) {
    if (!key.startsWith(`${conversation}/`)) continue;
    value.value = EMPTY;
    drafts.delete(key);
  }
}

onForget(() => {
  for (const value of drafts.values()) value.value = EMPTY;
  drafts.clear();
});
