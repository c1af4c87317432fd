// Shortcuts of canned answers, and which answers stand in each other's way.

import { type CannedAnswer, type CannedLevel, SHORTCUT_CHARS_MAX } from '@netreach/protocol';

/** A shortcut as the server keeps it: without the `/`, lower case. */
export function plain(text: string): string {
  return text.trim().replace(/^\//, '').toLowerCase();
}

/** Why a shortcut cannot be one; none if it can. */
export function checkShortcut(text: string): 'empty' | 'too_long' | 'characters' | null {
  const shortcut = plain(text);
  if (shortcut === '') return 'empty';
  if ([...shortcut].length > SHORTCUT_CHARS_MAX) return 'too_long';
  return /^[\p{L}\p{N}-]+$/u.test(shortcut) ? null : 'characters';
}

/** Who shares an answer. */
export interface Owner {
  readonly level: CannedLevel;
  readonly desk: string | null;
  readonly project: string | null;
}

/** The nearer one wins where two answers have one shortcut. */
const NEARNESS: Record<CannedLevel, number> = { own: 3, project: 2, desk: 1, consortium: 0 };

/** What another answer with the same shortcut means. */
export interface Clash {
  readonly answer: CannedAnswer;
  /** `same`: cannot be saved. `covers`: this one comes first. `covered`: the other one comes first. */
  readonly kind: 'same' | 'covers' | 'covered';
}

/** The other answers that have the shortcut of this one, those that forbid it first. */
export function clashes(answers: readonly CannedAnswer[], id: string | null, shortcut: string, owner: Owner): Clash[] {
  const wanted = plain(shortcut);
  if (wanted === '') return [];
  return answers
    .filter((answer) => answer.id !== id && answer.shortcut === wanted)
    .flatMap((answer): Clash[] => {
      if (answer.level === owner.level) {
        const same = answer.desk === owner.desk && answer.project === owner.project;
        return same ? [{ answer, kind: 'same' }] : [];
      }
      return [{ answer, kind: NEARNESS[owner.level] > NEARNESS[answer.level] ? 'covers' : 'covered' }];
    })
    .sort((a, b) => Number(b.kind === 'same') - Number(a.kind === 'same'));
}
