import type { Author, StaffServerFrame, VisitorServerFrame } from '@netreach/protocol';
import { describe, expect, it } from 'vitest';
import staffVectors from '../../../tests/vectors/client-staff.json';
import visitorVectors from '../../../tests/vectors/client-visitor.json';
import {
  applyEvents,
  type Conversation,
  caughtUp,
  connectionLost,
  conversationFrame,
  type Happening,
  lastFromOthers,
  markOf,
  messages,
  openSuggestions,
  position,
  unreadCount,
} from '../src/index.ts';

type Frame = VisitorServerFrame | StaffServerFrame;
type Vector = { name: string; frames: unknown[]; expect: Record<string, unknown> };

/** Folds the three frames that a conversation is made of; the vectors hold no others. */
function fold(frames: readonly Frame[]): Conversation | null {
  let held: Conversation | null = null;
  for (const frame of frames) {
    if (frame.type === 'conversation') held = conversationFrame(held, frame);
    else if (frame.type === 'events' && held !== null) held = applyEvents(held, frame.events);
    else if (frame.type === 'caught_up' && held !== null) held = caughtUp(held, frame.seq);
    else throw new Error(`no such frame in a vector: ${frame.type}`);
  }
  return held;
}

const author = (who: Author) => (who === 'visitor' ? who : `worker ${who.worker}`);

function happening({ what }: Happening): string {
  if (what.is === 'standing') return `standing ${what.standing.kind}`;
  return 'worker' in what ? `${what.is} ${what.worker}` : what.is;
}

/** What a vector may ask about, as plain data. */
function facts(held: Conversation): Record<string, unknown> {
  return {
    seq: held.seq,
    caught_up: held.caughtUp,
    gap: held.gap,
    incarnation: held.incarnation,
    nickname: held.opened?.nickname ?? null,
    standing: held.standing?.kind ?? null,
    workers: held.workers.map((each) => [each.name, each.seat, each.here]),
    known: Object.values(held.known).map((each) => each.name),
    messages: messages(held).map((each) => [each.id, author(each.author), each.text, markOf(held, each)]),
    asides: held.entries.flatMap((each) => (each.kind === 'aside' ? [[each.id, each.worker, each.text]] : [])),
    suggestions: held.entries.flatMap((each) =>
      each.kind === 'suggestion' ? [[each.id, each.worker, each.text, each.state]] : [],
    ),
    happenings: held.entries.flatMap((each) => (each.kind === 'happening' ? [happening(each)] : [])),
    visitor_here: held.visitorHere,
    supervisor_called: held.supervisorCalledAt !== null,
    ended: held.ended?.by ?? null,
  };
}

describe.each([
  ['visitor', visitorVectors as Vector[]],
  ['staff', staffVectors as Vector[]],
])('vectors of a %s', (_, vectors) => {
  it.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (_name, vector) => {
    const held = fold(vector.frames as Frame[]);
    if (held === null) throw new Error('the vector begins no conversation');
    expect(facts(held)).toMatchObject(vector.expect);
  });

  it.each(vectors.map((vector) => [vector.name, vector] as const))(
    'one event a frame is the same: %s',
    (_n, vector) => {
      const split = (vector.frames as Frame[]).flatMap((frame): Frame[] =>
        frame.type === 'events' ? frame.events.map((event) => ({ ...frame, events: [event] })) : [frame],
      );
      expect(fold(split)).toEqual(fold(vector.frames as Frame[]));
    },
  );
});

describe('a conversation', () => {
  const frames = visitorVectors.find((each) => each.name === 'a pair joins and writes')?.frames as Frame[];
  const held = fold(frames) as Conversation;

  it('keeps its events exactly as they were received', () => {
    expect(held.events).toEqual(frames.flatMap((frame) => (frame.type === 'events' ? frame.events : [])));
  });

  it('leaves the earlier value as it was', () => {
    const before = structuredClone(held);
    applyEvents(held, [{ seq: 4, at: 1, mac: 'm', body: { kind: 'ended', by: 'idle' } }]);
    expect(held).toEqual(before);
  });

  it('states its position and is locked after a lost connection', () => {
    expect(position(held)).toEqual({ conversation: held.conversation, incarnation: held.incarnation, seq: 3 });
    expect(connectionLost(held).caughtUp).toBe(false);
  });

  it('counts what the other side wrote and was not seen', () => {
    expect(lastFromOthers(held, 'visitor')).toBe(3);
    expect(lastFromOthers(held, 'staff')).toBe(0);
    expect(unreadCount(held, 'visitor', 2)).toBe(1);
    expect(unreadCount(held, 'visitor', 3)).toBe(0);
  });

  it('offers the lead only suggestions that are open', () => {
    const vector = staffVectors.find((each) => each.name.startsWith('a suggestion that was sent'));
    expect(openSuggestions(fold(vector?.frames as Frame[]) as Conversation)).toEqual([]);
  });
});
