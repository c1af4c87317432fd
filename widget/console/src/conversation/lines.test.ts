import { applyEvents, emptyOutbox, enqueue, newConversation } from '@netreach/client';
import type { Event, EventBody, StaffCommand } from '@netreach/protocol';
import { describe, expect, it } from 'vitest';
import { happeningInWords } from './happening.ts';
import { keyOf, lastMark, linesOf } from './lines.ts';

const event = (seq: number, body: EventBody): Event => ({ seq, public: seq, at: seq, body, mac: 'x' });
const roster = event(1, {
  kind: 'roster',
  standing: { kind: 'full', until: null },
  workers: [
    { worker: 1, name: 'Ana', organisation: 'Leeds', seat: 'lead', here: true },
    { worker: 2, name: 'Ben', organisation: 'Norwich', seat: 'second', here: true },
  ],
});
const message: StaffCommand = { do: 'message', conversation: 'c', id: 'm', text: 'hello', suggestion: null };
const arrived = event(2, { kind: 'message', id: 'm', author: { worker: 1 }, text: 'hello' });

describe('the lines of a conversation', () => {
  it('keep their key from the outbox to the log, so that nothing is shown or read out twice', () => {
    const before = applyEvents(newConversation('c', 'i'), [roster]);
    const outbox = enqueue(emptyOutbox<StaffCommand>(), 'c', 'm', message, 5);
    const waiting = linesOf(before, outbox).at(-1);
    const there = linesOf(applyEvents(before, [arrived]), emptyOutbox<StaffCommand>()).at(-1);
    expect(waiting && keyOf(waiting)).toBe('m');
    expect(there && keyOf(there)).toBe('m');
  });

  it('show nothing of another conversation’s outbox, and no commands', () => {
    const outbox = enqueue(emptyOutbox<StaffCommand>(), 'other', 'm', message, 5);
    expect(linesOf(newConversation('c', 'i'), outbox)).toEqual([]);
  });

  it('say how far my last message has come', () => {
    const sent = applyEvents(newConversation('c', 'i'), [roster, arrived]);
    expect(lastMark(sent, 1)).toEqual({ id: 'm', mark: 'sent' });
    expect(lastMark(sent, 2)).toBeNull();
    const seen = applyEvents(sent, [event(3, { kind: 'marks', of: 'visitor', delivered: 2, seen: 2 })]);
    expect(lastMark(seen, 1)?.mark).toBe('seen');
  });

  it('name who joined, and say “you” to oneself', () => {
    const held = applyEvents(newConversation('c', 'i'), [roster]);
    const words = held.entries.flatMap((entry) =>
      entry.kind === 'happening' ? [happeningInWords(entry, held, 1)] : [],
    );
    expect(words).toEqual(['You joined.', 'Ben joined.']);
  });
});
