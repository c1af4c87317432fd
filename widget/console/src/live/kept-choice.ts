// What a worker's time is like, kept in the tab through a reload: a worker who presses F5 has not gone away. It ends with
// the tab, with signing out, and with another person signing in.

import type { Availability } from '@netreach/protocol';

const KEY = 'netreach.availability';
const ALL: readonly string[] = ['available', 'busy', 'finishing', 'away'] satisfies Availability[];

/** A place that keeps text: the tab's, or one in memory for tests. */
export type Keeper = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** What this person chose before, if it was in this tab. */
export function keptChoice(keeper: Keeper, person: string): Availability | null {
  const [whose, choice] = (keeper.getItem(KEY) ?? '').split(' ');
  return whose === person && choice !== undefined && ALL.includes(choice) ? (choice as Availability) : null;
}

/** Keeps a choice; none forgets it. */
export function keepChoice(keeper: Keeper, person: string, choice: Availability | null): void {
  if (choice === null) keeper.removeItem(KEY);
  else keeper.setItem(KEY, `${person} ${choice}`);
}

/** The tab's own, or one that forgets where the browser allows none. */
export function tabKeeper(): Keeper {
  try {
    return sessionStorage;
  } catch {
    return { getItem: () => null, setItem: () => {}, removeItem: () => {} };
  }
}
