import { EVENTS_PER_FRAME_MAX, type Event, FRAME_BYTES_MAX, MESSAGE_CHARS_MAX } from '@netreach/protocol';
import { describe, expect, it } from 'vitest';
import { historyFrames, NO_INCARNATION } from '../src/index.ts';

const event = (seq: number, text: string): Event => ({
  seq,
  at: seq,
  mac: `mac${seq}`,
  body: { kind: 'message', id: `id${seq}`, author: 'visitor', text },
});
const bytes = (frame: unknown) => new TextEncoder().encode(JSON.stringify(frame)).length;
const many = (count: number, text: string) => Array.from({ length: count }, (_, at) => event(at + 1, text));

describe('history', () => {
  it('is one empty last frame for a client that holds nothing', () => {
    expect(historyFrames('c', null, [])).toEqual([
      { type: 'history', conversation: 'c', incarnation: NO_INCARNATION, events: [], last: true },
    ]);
  });

  it('is cut by count, and only the final frame says so', () => {
    const frames = historyFrames('c', 'i', many(EVENTS_PER_FRAME_MAX * 2 + 1, 'x'));
    expect(frames.map((frame) => [frame.events.length, frame.last])).toEqual([
      [100, false],
      [100, false],
      [1, true],
    ]);
  });

  it.each(['x', 'ș', '€', '🙏', '"'])('is cut by bytes, with %s for every character', (letter) => {
    const events = many(30, letter.repeat(MESSAGE_CHARS_MAX / (letter === '🙏' ? 2 : 1)));
    const frames = historyFrames('c', 'i', events);
    expect(frames.length).toBeGreaterThan(1);
    expect(Math.max(...frames.map(bytes))).toBeLessThanOrEqual(FRAME_BYTES_MAX);
    expect(frames.flatMap((frame) => frame.events)).toEqual(events);
  });

  it('fills a frame to the byte', () => {
    const [only] = historyFrames('c', 'i', many(3, 'x'));
    const exact = bytes({ ...only, last: false });
    expect(historyFrames('c', 'i', many(3, 'x'), 100, exact + 1)).toHaveLength(1);
    expect(historyFrames('c', 'i', many(3, 'x'), 100, exact - 1)).toHaveLength(2);
  });
});
