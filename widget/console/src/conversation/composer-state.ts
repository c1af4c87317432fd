// Which box a worker writes in, and whether it may send.

import type { Conversation } from '@netreach/client';
import type { Seat, StandingKind } from '@netreach/protocol';

/** The main box: the lead writes to the visitor, everybody else suggests until they step in. */
export type MainBox = 'message' | 'suggestion';

/** The box that a seat begins with. */
export function boxFor(seat: Seat | null, steppedIn: boolean): MainBox {
  return seat === 'lead' || steppedIn ? 'message' : 'suggestion';
}

/** Why nothing can be sent now, or null. Writing is possible all the same: the draft stays. */
export type Lock = 'ended' | 'catching_up' | 'waiting' | 'held' | 'supervised';

/** Tells whether the main box or the aside box may send. */
export function lockOf(conversation: Conversation, box: MainBox | 'aside'): Lock | null {
  if (conversation.ended) return 'ended';
  if (!conversation.caughtUp) return 'catching_up';
  if (box !== 'message') return null;
  return LOCKS[conversation.standing?.kind ?? 'full'];
}

const LOCKS: Record<StandingKind, Lock | null> = {
  waiting: 'waiting',
  full: null,
  grace: null,
  held: 'held',
  finishing: null,
  supervised: 'supervised',
};

/** The length of a text as the server counts it: in Unicode scalar values. */
export function lengthOf(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
