// What is checked before a text goes to the visitor. Each guard asks once; none changes the text.

import { fold } from '../canned/fold.ts';

/** Why a text in the message box looks like an aside. */
export type LooksLikeAside = { why: 'slashes' } | { why: 'mention'; name: string };

/**
 * Tells whether a text for the visitor begins the way notes to colleagues do: with `//`, or with `@` and a name.
 *
 * `names` are the screen names of those who serve the conversation; any other word after `@` counts as well, because
 * nobody greets a visitor that way.
 */
export function looksLikeAside(text: string, names: readonly string[]): LooksLikeAside | null {
  const start = text.trimStart();
  if (start.startsWith('//')) return { why: 'slashes' };
  if (!start.startsWith('@')) return null;
  const rest = start.slice(1);
  const known = names.find((name) => name !== '' && fold(rest).startsWith(fold(name)));
  if (known !== undefined) return { why: 'mention', name: known };
  const word = /^[\p{L}\p{N}][\p{L}\p{N}._-]*/u.exec(rest)?.[0];
  return word === undefined ? null : { why: 'mention', name: word };
}

/** The text without what marked it as an aside, for moving it to the aside box. */
export function withoutSlashes(text: string): string {
  return text.trimStart().replace(/^\/\/\s*/u, '');
}

/** A message of a colleague that reached the visitor, by its place in the conversation. */
export interface ColleagueMessage {
  seq: number;
  id: string;
}

/**
 * The message of a colleague that arrived after this draft was begun and that the writer has not been asked about, or
 * none. Asking once about it settles all that came before it.
 */
export function collision<M extends ColleagueMessage>(
  fromColleagues: readonly M[],
  begunAtSeq: number | null,
  askedUpToSeq: number,
): M | null {
  if (begunAtSeq === null) return null;
  const last = fromColleagues.at(-1);
  return last && last.seq > begunAtSeq && last.seq > askedUpToSeq ? last : null;
}
