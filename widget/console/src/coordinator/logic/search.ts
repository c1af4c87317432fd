// Finding people, sites and canned answers in a list, whatever the accents and the case.

import { fold } from '../../canned/fold.ts';

/** Whether every word of `query` stands somewhere in the texts. */
export function matches(query: string, ...texts: readonly string[]): boolean {
  const all = fold(texts.join('\n'));
  return fold(query)
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => all.includes(word.replace(/^\//, '')));
}
