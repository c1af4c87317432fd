import type { DeskView, Event, EventBody, Seated, StaffServerFrame } from '@netreach/protocol';
import { describe, expect, it } from 'vitest';
import { type Effect, helloOf, type Live, looked, lost, NOTHING, step, unreadOf } from './fold.ts';

const welcome: StaffServerFrame = {
  type: 'welcome',
  protocol: 1,
  now: 0,
  heartbeat_ms: 15_000,
  person: 'ana',
  availability: 'available',
};
const ana: Seated = { worker: 1, name: 'Ana', organisation: 'Leeds', seat: 'lead', here: true, person: 'ana' };
const ben: Seated = { worker: 2, name: 'Ben', organisation: 'Norwich', seat: 'second', here: true, person: 'ben' };

function event(seq: number, body: EventBody): Event {
  return { seq, public: seq, at: seq, body, mac: 'x' };
}
const message = (seq: number, author: 'visitor' | { worker: number }) =>
  event(seq, { kind: 'message', id: `m${seq}`, author, text: 'hi' });
const roster = event(1, { kind: 'roster', workers: [ana, ben], standing: { kind: 'full', until: null } });
const conversation = (isNew: boolean): StaffServerFrame => ({
  type: 'conversation',
  conversation: 'c',
  desk: 'd',
  incarnation: 'i',
  start_over: true,
  new: isNew,
});
const events = (...list: Event[]): StaffServerFrame => ({ type: 'events', conversation: 'c', events: list });
const caughtUp = (seq: number): StaffServerFrame => ({ type: 'caught_up', conversation: 'c', seq });

function run(...frames: StaffServerFrame[]): { live: Live; effects: Effect[] } {
  let live: Live = NOTHING;
  const effects: Effect[] = [];
  for (const frame of frames) {
    const result = step(live, frame, 0);
    live = result.live;
    effects.push(...result.effects);
  }
  return { live, effects };
}
const kinds = (effects: readonly Effect[]) => effects.map((each) => each.kind);
const only = (live: Live) => {
  const [held] = live.held;
  if (!held) throw new Error('no conversation is held');
  return held;
};

describe('the console as a fold over frames', () => {
  it('rings for a new conversation until it is looked at', () => {
    const { live, effects } = run(welcome, conversation(true), events(roster), caughtUp(1));
    expect(kinds(effects)).toContain('given');
    expect(only(live).ringing).toBe(true);
    expect(unreadOf(live, only(live))).toBe(1);
    const after = looked(live, 'c');
    expect(only(after).ringing).toBe(false);
    expect(unreadOf(after, only(after))).toBe(0);
  });

  it('counts what others wrote, not what I wrote', () => {
    const { live } = run(
      welcome,
      conversation(false),
      events(roster, message(2, 'visitor'), message(3, { worker: 1 }), message(4, { worker: 2 })),
      caughtUp(4),
    );
    expect(unreadOf(live, only(live))).toBe(2);
  });

  it('locks at once when the connection is lost, and says what it holds', () => {
    const { live } = run(welcome, conversation(false), events(roster), caughtUp(1));
    expect(only(live).conversation.caughtUp).toBe(true);
    const after = lost({ ...live, chosen: 'busy' });
    expect(only(after).conversation.caughtUp).toBe(false);
    expect(helloOf(after)).toEqual({ availability: 'busy', have: [{ conversation: 'c', incarnation: 'i', seq: 1 }] });
  });

  it('says that something arrived only once it is caught up', () => {
    const first = run(welcome, conversation(false), events(roster, message(2, 'visitor')), caughtUp(2));
    expect(kinds(first.effects)).not.toContain('arrived');
    const then = step(first.live, events(message(3, 'visitor')), 0);
    expect(kinds(then.effects)).toEqual(['arrived']);
    expect(kinds(step(then.live, events(message(3, 'visitor')), 0).effects)).toEqual([]);
  });

  it('asks for a new connection at a gap', () => {
    expect(kinds(run(welcome, conversation(false), events(roster), events(message(5, 'visitor'))).effects)).toContain(
      'gap',
    );
  });

  it('wipes a conversation that is over and keeps only how it ended', () => {
    const { live, effects } = run(
      welcome,
      conversation(false),
      events(roster, message(2, 'visitor'), event(3, { kind: 'ended', by: 'visitor' })),
      { type: 'closed', conversation: 'c' },
    );
    expect(live.held).toEqual([]);
    expect(live.parted).toEqual([{ id: 'c', nickname: '', by: 'visitor' }]);
    expect(effects.at(-1)).toEqual({ kind: 'wiped', conversation: 'c', why: 'ended' });
    expect(JSON.stringify(live)).not.toContain('hi');
  });

  it('tells of a new one in line once, and takes my availability from the server', () => {
    const desk = (queue: string[], mine: 'available' | 'away'): StaffServerFrame => ({
      type: 'desk',
      desk: {
        desk: 'd',
        name: 'Chat',
        state: { state: 'busy', note: null, next_opening: null, changes_at: null },
        queue: queue.map((id) => ({ conversation: id, since: 0, language: 'en', project: 'Leeds', here: true })),
        people: [
          {
            person: 'ana',
            name: 'Ana',
            organisation: 'Leeds',
            availability: mine,
            supervisor: false,
            trainee: false,
            holding: 0,
            capacity: 2,
            languages: [],
          },
        ],
        conversations: [],
        pairing: { minimum: 2, open_requires: 2, mix: 'any', solo: 'hold', grace_ms: 90_000 },
      } satisfies DeskView,
    });
    const { live, effects } = run(
      welcome,
      desk(['a'], 'available'),
      desk(['a'], 'available'),
      desk(['a', 'b'], 'away'),
    );
    expect(kinds(effects)).toEqual(['server_now', 'queued', 'queued']);
    expect(live.availability).toBe('away');
  });
});
