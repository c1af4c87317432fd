// "Leave now" by three lone presses of Shift.
//
// Only a Shift that was pressed and let go with no other key between counts, so that capitals never do; any other key
// begins again.

/** Presses that leave. */
export const PRESSES = 3;
/** Longest time between two presses, in milliseconds. */
export const BETWEEN_MAX_MS = 5_000;

/** How far the presses have come. */
export type Presses = {
  readonly count: number;
  /** Until when the next one counts. */
  readonly until: number;
  /** Whether Shift went down and no other key since. */
  readonly isLone: boolean;
};

/** A key that went down or up. */
export type Key = { readonly key: string; readonly type: 'down' | 'up' };

/** No press yet. */
export const NO_PRESSES: Presses = { count: 0, until: 0, isLone: false };

/** Takes in a key at `now`. At `PRESSES` it is time to leave. */
export function pressKey(held: Presses, { key, type }: Key, now: number): Presses {
  if (type === 'down') return key === 'Shift' ? { ...held, isLone: true } : NO_PRESSES;
  return key === 'Shift' && held.isLone ? pressShift(held, now) : held;
}

/** Takes in a lone press at `now`. */
export function pressShift(held: Presses, now: number): Presses {
  return { count: now <= held.until ? held.count + 1 : 1, until: now + BETWEEN_MAX_MS, isLone: false };
}
