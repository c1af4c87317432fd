import type { Event, EventBody, VisitorServerFrame } from '@netreach/protocol';
import { describe, expect, it } from 'vitest';
import { newVisitorSession, stepVisitor, type VisitorInput, type VisitorSession, visitorHello } from '../src/index.ts';

const DESK = { state: 'open', note: null, next_opening: null, changes_at: null } as const;
const WELCOME: VisitorServerFrame = {
  type: 'welcome',
  protocol: 1,
  now: 0,
  heartbeat_ms: 15_000,
  nickname: 'Quiet Heron',
  desk: DESK,
};
const CONVERSATION: VisitorServerFrame = {
  type: 'conversation',
  conversation: 'c',
  incarnation: 'i',
  token: 'secret',
  start_over: true,
};
const OPENED: EventBody = {
  kind: 'opened',
  nickname: 'Wren',
  language: 'en',
  policy: 'off',
  desk: 'Chat',
  project: 'Northside',
};
const PAIR: EventBody = {
  kind: 'roster',
  workers: [{ worker: 1, name: 'Ana', organisation: 'Northside', seat: 'lead', here: true }],
  standing: { kind: 'full', until: null },
};
const NOBODY: EventBody = { kind: 'roster', workers: [], standing: { kind: 'waiting', until: null } };

const say = (id: string, by: 'visitor' | 'worker'): EventBody => ({
  kind: 'message',
  id,
  author: by === 'visitor' ? 'visitor' : { worker: 1 },
  text: id,
});
const events = (from: number, ...bodies: EventBody[]): VisitorServerFrame => ({
  type: 'events',
  conversation: 'c',
  events: bodies.map((body, at): Event => ({ seq: from + at, at: 0, mac: 'm', body })),
});
const caughtUp = (seq: number): VisitorServerFrame => ({ type: 'caught_up', conversation: 'c', seq });

/** Takes in frames and inputs, and tells what was sent and done, in short. */
function play(session: VisitorSession, ...inputs: (VisitorInput | VisitorServerFrame)[]) {
  let held = session;
  const done: string[] = [];
  for (const input of inputs) {
    const step = stepVisitor(held, 'kind' in input ? input : { kind: 'frame', frame: input }, 0);
    held = step.session;
    for (const effect of step.effects) {
      if (effect.do === 'news') done.push(`news ${effect.messages.map((each) => each.text)}`);
      else if (effect.do !== 'send') done.push(effect.do);
      else if (effect.frame.type === 'do') {
        const { command } = effect.frame;
        done.push(command.do === 'message' ? `message ${command.id}` : command.do);
      } else if (effect.frame.type === 'read') done.push(`read ${effect.frame.delivered} ${effect.frame.seen}`);
      else done.push(effect.frame.type);
    }
  }
  return { session: held, done };
}

const START: VisitorInput = { kind: 'start', key: 'key', nickname: 'Wren' };
const write = (id: string): VisitorInput => ({ kind: 'write', id, text: id, at: 0 });
const fresh = () => newVisitorSession('site', 'en', null);
const talking = () =>
  play(fresh(), WELCOME, START, CONVERSATION, events(1, OPENED), caughtUp(1), events(2, PAIR)).session;

describe('a visitor', () => {
  it('is new, starts, waits and talks', () => {
    const { session, done } = play(fresh(), WELCOME);
    expect([session.stage, session.offer]).toEqual(['new', 'Quiet Heron']);
    expect(done).toEqual([]);
    const started = play(session, START);
    expect([started.session.stage, ...started.done]).toEqual(['starting', 'start']);
    const waiting = play(started.session, CONVERSATION, events(1, OPENED), caughtUp(1), { type: 'place', place: 2 });
    expect([waiting.session.stage, waiting.session.place]).toEqual(['waiting', 2]);
    expect(play(waiting.session, events(2, PAIR)).session).toMatchObject({ stage: 'talking', place: null });
  });

  it('asks again with the same key when the connection broke before the answer', () => {
    const { session } = play(fresh(), WELCOME, START, { kind: 'lost' });
    const again = stepVisitor(session, { kind: 'frame', frame: WELCOME }, 0);
    expect(again.effects).toMatchObject([{ frame: { command: { do: 'start', key: 'key', nickname: 'Wren' } } }]);
  });

  it('is told why it cannot start, and may try again', () => {
    const { session } = play(fresh(), WELCOME, START);
    const ref = session.start?.ref ?? -1;
    const refused = play(session, { type: 'refused', ref, code: 'nickname_not_allowed', field: 'nickname' }).session;
    expect(refused).toMatchObject({ stage: 'new', start: null, refused: { code: 'nickname_not_allowed' } });
    expect(play(refused, START).done).toEqual(['start']);
  });

  it('states in hello what it holds', () => {
    expect(visitorHello(fresh())).toMatchObject({ token: null, have: null });
    expect(visitorHello(talking())).toMatchObject({ token: 'secret', have: { conversation: 'c', seq: 2 } });
  });

  it('sends nothing between a lost connection and caught up, then everything in order', () => {
    const { session, done } = play(talking(), { kind: 'lost' }, write('a'), write('b'), WELCOME);
    expect(done).toEqual([]);
    const back = play(session, { ...CONVERSATION, start_over: false }, caughtUp(2));
    expect(back.done).toEqual(['message a']);
    expect(play(back.session, events(3, say('a', 'visitor'))).done).toEqual(['message b']);
  });

  it('does not send again what arrived before the connection broke', () => {
    const { session } = play(talking(), write('a'), { kind: 'lost' }, WELCOME);
    const { done } = play(session, { ...CONVERSATION, start_over: false }, events(3, say('a', 'visitor')), caughtUp(3));
    expect(done).toEqual([]);
  });

  it('tells how far it has read, once, and again after a reconnect', () => {
    const { session, done } = play(talking(), events(3, say('x', 'worker')));
    expect(done).toEqual(['news x', 'read 3 0']);
    const seen = play(session, { kind: 'seen', seq: 3 }, { kind: 'seen', seq: 3 });
    expect(seen.done).toEqual(['read 3 3']);
    const marks: EventBody = { kind: 'marks', of: 'visitor', delivered: 3, seen: 3 };
    expect(play(seen.session, events(4, marks)).done).toEqual([]);
    const back = play(seen.session, { kind: 'lost' }, WELCOME, { ...CONVERSATION, start_over: false }, caughtUp(3));
    expect(back.done).toEqual(['read 3 3']);
  });

  it('makes news only of what comes live', () => {
    const { done } = play(
      newVisitorSession('site', 'en', 'secret'),
      WELCOME,
      CONVERSATION,
      events(1, OPENED, PAIR, say('x', 'worker')),
      caughtUp(3),
    );
    expect(done).toEqual(['read 3 0']);
  });

  it('resumes at a gap', () => {
    expect(play(talking(), events(9, say('x', 'worker'))).done).toContain('distrust');
  });

  it('gives back its events after a restart, and an empty part when it holds none', () => {
    const held = stepVisitor(talking(), { kind: 'frame', frame: { type: 'need_history', conversation: 'c' } }, 0);
    expect(held.effects).toMatchObject([{ frame: { type: 'history', incarnation: 'i', last: true } }]);
    expect(held.effects[0]).toHaveProperty('frame.events.length', 2);
    const token = newVisitorSession('site', 'en', 'secret');
    const none = stepVisitor(token, { kind: 'frame', frame: { type: 'need_history', conversation: 'c' } }, 0);
    expect(none.effects).toMatchObject([{ frame: { type: 'history', events: [], last: true } }]);
  });

  it('waits again, and is told, when the pair breaks up', () => {
    expect(play(talking(), events(3, NOBODY)).session).toMatchObject({ stage: 'waiting', brokeUp: true });
    expect(play(talking(), events(3, NOBODY, PAIR)).session).toMatchObject({ stage: 'talking', brokeUp: false });
  });

  it.each([
    ['the workers end it', events(3, { kind: 'ended', by: 'workers' }), 'ended'],
    ['it is gone', { type: 'gone', conversation: 'c' } as VisitorServerFrame, 'gone'],
    [
      'the token is stale',
      { type: 'refused', ref: null, code: 'token_stale', field: null } as VisitorServerFrame,
      'gone',
    ],
  ])('forgets everything when %s', (_, frame, stage) => {
    const { session, done } = play(talking(), write('a'), frame);
    expect(session).toMatchObject({ stage, token: null, conversation: null, hasWritten: false });
    expect(session.outbox.entries).toEqual([]);
    expect(done.at(-1)).toBe('stop');
    expect(JSON.stringify(session)).not.toContain('secret');
  });

  it('forgets at once when it ends, without waiting for an answer', () => {
    const { session, done } = play(talking(), { kind: 'end' });
    expect(done).toEqual(['end', 'stop']);
    expect(session).toMatchObject({ stage: 'ended', endedBy: 'visitor', token: null, conversation: null });
  });

  it('says that it types only in a conversation that is caught up', () => {
    expect(play(fresh(), WELCOME, { kind: 'typing', on: true }).done).toEqual([]);
    expect(play(talking(), { kind: 'typing', on: true }).done).toEqual(['typing']);
    expect(play(talking(), { kind: 'lost' }, { kind: 'typing', on: true }).done).toEqual([]);
  });

  it('shows a worker as typing until the message comes or the time is over', () => {
    const typing = play(talking(), { type: 'typing', worker: 1, on: true }).session;
    expect(Object.keys(typing.typing)).toEqual(['1']);
    expect(play(typing, events(3, say('x', 'worker'))).session.typing).toEqual({});
    expect(stepVisitor(typing, { kind: 'tick' }, 6_000).session.typing).toEqual({});
  });

  it('stops where trying again cannot help', () => {
    const { session, done } = play(fresh(), { type: 'refused', ref: null, code: 'wrong_origin', field: null });
    expect(session.fatal).toBe('wrong_origin');
    expect(done).toEqual(['stop']);
  });
});
