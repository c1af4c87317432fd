// What was written and is not yet known to have arrived. Pure; the caller sends.
//
// One at a time and in order for each lane (a conversation): the next leaves when the one before it was answered. So a
// refusal in the middle cannot turn two messages around, and a long backlog cannot break the server's rate limit.

import { type ErrorCode, OUTBOX_MESSAGES_MAX } from '@netreach/protocol';

/** How long to wait after `too_many_requests`, in milliseconds. */
export const PAUSE_MS = 1_000;

/** Where an entry is: waiting for its turn, sent, answered with `done`, or refused. */
export type OutboxState = 'queued' | 'sent' | 'done' | 'failed';

/** One thing that was written. */
export type OutboxEntry<C> = {
  /** The id that the message, aside or suggestion will have. */
  readonly id: string;
  /** The conversation. */
  readonly lane: string;
  readonly command: C;
  readonly state: OutboxState;
  /** The `ref` that it was last sent with. */
  readonly ref: number | null;
  /** Why it was refused; null unless failed. */
  readonly code: ErrorCode | null;
  /** When it was written, by the caller's clock. */
  readonly at: number;
};

/** Everything written and not yet arrived, and the count for `ref`. */
export type Outbox<C> = {
  readonly entries: readonly OutboxEntry<C>[];
  readonly nextRef: number;
  /** Nothing leaves before this time: the server asked for a pause. */
  readonly notBefore: number;
};

/** A command frame. */
export type DoFrame<C> = { readonly type: 'do'; readonly ref: number; readonly command: C };

/** The server's answer to a command. */
export type Answer =
  | { readonly type: 'done'; readonly ref: number }
  | { readonly type: 'refused'; readonly ref: number | null; readonly code: ErrorCode };

/** An outbox with nothing in it. */
export function emptyOutbox<C>(): Outbox<C> {
  return { entries: [], nextRef: 1, notBefore: 0 };
}

/** Whether one more can be taken. */
export function hasRoom<C>(outbox: Outbox<C>): boolean {
  return outbox.entries.length < OUTBOX_MESSAGES_MAX;
}

/** Takes in what was written. Ask `hasRoom` first: a full outbox stays as it is. */
export function enqueue<C>(outbox: Outbox<C>, lane: string, id: string, command: C, at: number): Outbox<C> {
  if (!hasRoom(outbox)) return outbox;
  const entry: OutboxEntry<C> = { id, lane, command, state: 'queued', ref: null, code: null, at };
  return { ...outbox, entries: [...outbox.entries, entry] };
}

/** A `ref` for a command that is not kept here (it must not be repeated by itself, such as `swap_lead`). */
export function takeRef<C>(outbox: Outbox<C>): { outbox: Outbox<C>; ref: number } {
  return { outbox: { ...outbox, nextRef: outbox.nextRef + 1 }, ref: outbox.nextRef };
}

/** The frame that may leave now for `lane`, if any. Call it when the lane is caught up and after every answer. */
export function dispatch<C>(
  outbox: Outbox<C>,
  lane: string,
  now: number,
): { outbox: Outbox<C>; frame: DoFrame<C> | null } {
  const mine = outbox.entries.filter((entry) => entry.lane === lane);
  const next = mine.find((entry) => entry.state === 'queued');
  if (next === undefined || now < outbox.notBefore || mine.some((entry) => entry.state === 'sent')) {
    return { outbox, frame: null };
  }
  const ref = outbox.nextRef;
  return {
    outbox: { ...change(outbox, next.id, { state: 'sent', ref }), nextRef: ref + 1 },
    frame: { type: 'do', ref, command: next.command },
  };
}

/** Takes in an answer; one to a command that is not kept here changes nothing. */
export function answered<C>(outbox: Outbox<C>, answer: Answer, now: number): Outbox<C> {
  const entry = outbox.entries.find((each) => each.ref !== null && each.ref === answer.ref);
  if (entry === undefined) return outbox;
  switch (answer.type) {
    case 'done':
      // It stays until its event comes, so that it never vanishes from the screen in between.
      return change(outbox, entry.id, { state: 'done' });
    case 'refused':
      if (answer.code === 'too_many_requests') {
        return { ...change(outbox, entry.id, { state: 'queued', ref: null }), notBefore: now + PAUSE_MS };
      }
      return change(outbox, entry.id, { state: 'failed', ref: null, code: answer.code });
    default:
      return answer satisfies never;
  }
}

/** The event with this id came: it has arrived, whatever was answered. */
export function arrived<C>(outbox: Outbox<C>, ids: ReadonlySet<string>): Outbox<C> {
  if (!outbox.entries.some((entry) => ids.has(entry.id))) return outbox;
  return { ...outbox, entries: outbox.entries.filter((entry) => !ids.has(entry.id)) };
}

/** The connection is lost: all that has not arrived waits for its turn again. Failed ones stay failed. */
export function disconnected<C>(outbox: Outbox<C>): Outbox<C> {
  return {
    ...outbox,
    notBefore: 0,
    entries: outbox.entries.map((entry) =>
      entry.state === 'sent' || entry.state === 'done' ? { ...entry, state: 'queued', ref: null } : entry,
    ),
  };
}

/** Tries a failed one again, last in line and under the same id. */
export function retry<C>(outbox: Outbox<C>, id: string): Outbox<C> {
  const entry = outbox.entries.find((each) => each.id === id && each.state === 'failed');
  if (entry === undefined) return outbox;
  const rest = outbox.entries.filter((each) => each.id !== id);
  return { ...outbox, entries: [...rest, { ...entry, state: 'queued', code: null }] };
}

/** Gives one up. */
export function discard<C>(outbox: Outbox<C>, id: string): Outbox<C> {
  return { ...outbox, entries: outbox.entries.filter((entry) => entry.id !== id) };
}

/** Gives a whole lane up: its conversation is over. */
export function discardLane<C>(outbox: Outbox<C>, lane: string): Outbox<C> {
  return { ...outbox, entries: outbox.entries.filter((entry) => entry.lane !== lane) };
}

function change<C>(outbox: Outbox<C>, id: string, by: Partial<OutboxEntry<C>>): Outbox<C> {
  return { ...outbox, entries: outbox.entries.map((entry) => (entry.id === id ? { ...entry, ...by } : entry)) };
}
