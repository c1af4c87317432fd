// What a client gives back after the server lost a conversation in a restart.

import { EVENTS_PER_FRAME_MAX, type Event, FRAME_BYTES_MAX } from '@netreach/protocol';

/** A `history` frame; the same for visitors and workers. */
export type HistoryFrame = {
  readonly type: 'history';
  readonly conversation: string;
  readonly incarnation: string;
  readonly events: Event[];
  readonly last: boolean;
};

/** Used where the client holds nothing and so knows no incarnation. */
export const NO_INCARNATION = '00000000-0000-0000-0000-000000000000';

const encoder = new TextEncoder();
const bytesOf = (value: unknown) => encoder.encode(JSON.stringify(value)).length;

/**
 * The frames that carry `events`, exactly as they were received and in order.
 *
 * Each holds at most `eventsMax` events and `bytesMax` bytes; the final one says `last`. With no events there is one
 * frame, empty and last. `incarnation` is null for a client that holds nothing.
 */
export function historyFrames(
  conversation: string,
  incarnation: string | null,
  events: readonly Event[],
  eventsMax: number = EVENTS_PER_FRAME_MAX,
  bytesMax: number = FRAME_BYTES_MAX,
): HistoryFrame[] {
  const frame = (part: Event[], last: boolean): HistoryFrame => ({
    type: 'history',
    conversation,
    incarnation: incarnation ?? NO_INCARNATION,
    events: part,
    last,
  });
  // `false` is the longer word, so an envelope measured with it fits either way.
  const envelope = bytesOf(frame([], false));
  const parts: Event[][] = [];
  let part: Event[] = [];
  let bytes = envelope;
  for (const event of events) {
    const size = bytesOf(event) + 1;
    if (part.length > 0 && (part.length >= eventsMax || bytes + size > bytesMax)) {
      parts.push(part);
      part = [];
      bytes = envelope;
    }
    part.push(event);
    bytes += size;
  }
  parts.push(part);
  return parts.map((events, at) => frame(events, at === parts.length - 1));
}
