import { OUTBOX_MESSAGES_MAX } from '@netreach/protocol';
import { describe, expect, it } from 'vitest';
import {
  answered,
  arrived,
  discard,
  disconnected,
  dispatch,
  emptyOutbox,
  enqueue,
  hasRoom,
  type Outbox,
  PAUSE_MS,
  retry,
} from '../src/index.ts';

type Say = { text: string };

const lane = 'here';
const put = (outbox: Outbox<Say>, ...ids: string[]) =>
  ids.reduce((held, id) => enqueue(held, lane, id, { text: id }, 0), outbox);
const states = (outbox: Outbox<Say>) => outbox.entries.map((each) => `${each.id} ${each.state}`);

/** Sends whatever may leave, until nothing may; each is answered with `done`. */
function drain(outbox: Outbox<Say>): { outbox: Outbox<Say>; texts: string[] } {
  const texts: string[] = [];
  let held = outbox;
  for (;;) {
    const step = dispatch(held, lane, 0);
    if (step.frame === null) return { outbox: step.outbox, texts };
    texts.push(step.frame.command.text);
    held = answered(step.outbox, { type: 'done', ref: step.frame.ref }, 0);
  }
}

describe('the outbox', () => {
  it('sends one at a time and in order', () => {
    const first = dispatch(put(emptyOutbox(), 'a', 'b'), lane, 0);
    expect(first.frame).toEqual({ type: 'do', ref: 1, command: { text: 'a' } });
    expect(dispatch(first.outbox, lane, 0).frame).toBeNull();
    expect(drain(put(emptyOutbox(), 'a', 'b', 'c')).texts).toEqual(['a', 'b', 'c']);
  });

  it('keeps what was answered until its event comes', () => {
    const { outbox } = drain(put(emptyOutbox(), 'a'));
    expect(states(outbox)).toEqual(['a done']);
    expect(arrived(outbox, new Set(['a'])).entries).toEqual([]);
  });

  it('sends all that has not arrived again after a lost connection, under the same ids', () => {
    const { outbox } = drain(put(emptyOutbox(), 'a', 'b'));
    const back = disconnected(arrived(outbox, new Set(['a'])));
    expect(states(back)).toEqual(['b queued']);
    expect(drain(put(back, 'c')).texts).toEqual(['b', 'c']);
  });

  it('shows a refused one as failed, with the reason, and goes on with the next', () => {
    const step = dispatch(put(emptyOutbox(), 'a', 'b'), lane, 0);
    const refused = answered(step.outbox, { type: 'refused', ref: 1, code: 'too_long' }, 0);
    expect(refused.entries[0]).toMatchObject({ state: 'failed', code: 'too_long' });
    expect(drain(refused).texts).toEqual(['b']);
    expect(states(disconnected(refused))).toEqual(['a failed', 'b queued']);
  });

  it('tries a failed one again, last in line, or gives it up', () => {
    const step = dispatch(put(emptyOutbox(), 'a', 'b'), lane, 0);
    const refused = answered(step.outbox, { type: 'refused', ref: 1, code: 'held' }, 0);
    expect(states(retry(refused, 'a'))).toEqual(['b queued', 'a queued']);
    expect(states(discard(refused, 'a'))).toEqual(['b queued']);
  });

  it('waits when it was too many, and keeps the order', () => {
    const step = dispatch(put(emptyOutbox(), 'a', 'b'), lane, 0);
    const paused = answered(step.outbox, { type: 'refused', ref: 1, code: 'too_many_requests' }, 100);
    expect(dispatch(paused, lane, 100 + PAUSE_MS - 1).frame).toBeNull();
    expect(dispatch(paused, lane, 100 + PAUSE_MS).frame?.command.text).toBe('a');
  });

  it('is bounded', () => {
    const ids = Array.from({ length: OUTBOX_MESSAGES_MAX }, (_, at) => String(at));
    const full = put(emptyOutbox(), ...ids);
    expect(hasRoom(full)).toBe(false);
    expect(put(full, 'one more')).toBe(full);
  });

  it('lets each conversation wait for itself alone', () => {
    const two = enqueue(put(emptyOutbox<Say>(), 'a'), 'there', 'x', { text: 'x' }, 0);
    const step = dispatch(two, lane, 0);
    expect(dispatch(step.outbox, 'there', 0).frame?.command.text).toBe('x');
  });

  it('passes over answers to commands that it does not keep', () => {
    const outbox = put(emptyOutbox(), 'a');
    expect(answered(outbox, { type: 'done', ref: 99 }, 0)).toBe(outbox);
    expect(answered(outbox, { type: 'refused', ref: null, code: 'malformed' }, 0)).toBe(outbox);
  });
});
