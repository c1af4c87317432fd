// What a worker's console knows, as a fold over the frames of the server. Pure: the next state, and what to do.

import {
  answered,
  applyEvents,
  arrived,
  type Conversation,
  caughtUp,
  connectionLost,
  conversationFrame,
  discardLane,
  disconnected,
  type Entry,
  emptyOutbox,
  type Message,
  type Outbox,
  position,
} from '@netreach/client';
import {
  type Availability,
  type DeskView,
  type EndedBy,
  type ErrorCode,
  type StaffCommand,
  type StaffHello,
  type StaffServerFrame,
  TYPING_MS,
  type TypingIn,
} from '@netreach/protocol';

/** A conversation that this worker serves. */
export interface Held {
  desk: string;
  conversation: Conversation;
  /** It was just given to this worker and nobody has looked at it yet. */
  ringing: boolean;
  /** The highest `seq` that the worker has had in front of them. */
  lookedSeq: number;
}

/** What is left on screen of a conversation that is over. */
export interface Parted {
  id: string;
  nickname: string;
  by: EndedBy;
}

/** Somebody who is writing now. */
export interface TypingNow {
  conversation: string;
  /** The worker's number; `null` is the visitor. */
  worker: number | null;
  in: TypingIn;
  until: number;
}

/** A command that is under way and not kept in the outbox. */
export interface Pending {
  ref: number;
  command: StaffCommand;
}

/** Everything. */
export interface Live {
  person: string | null;
  availability: Availability;
  /** What the worker chose in this window, to state it again after a reconnect. */
  chosen: Availability | null;
  welcomed: boolean;
  desks: readonly DeskView[];
  held: readonly Held[];
  parted: readonly Parted[];
  typing: readonly TypingNow[];
  outbox: Outbox<StaffCommand>;
  pending: readonly Pending[];
}

/** What a frame asks of the world outside. */
export type Effect =
  | { kind: 'server_now'; now: number }
  | { kind: 'given'; conversation: string }
  | { kind: 'queued'; desk: string }
  | { kind: 'supervisor_called'; desk: string; conversation: string }
  | { kind: 'arrived'; conversation: string; entries: readonly Entry[] }
  | { kind: 'need_history'; conversation: string }
  | { kind: 'wiped'; conversation: string; why: 'ended' | 'removed' }
  | { kind: 'gap' }
  | { kind: 'done'; command: StaffCommand }
  | { kind: 'refused'; command: StaffCommand | null; code: ErrorCode }
  | { kind: 'settings_changed' };

/** The next state and what to do. */
export interface Step {
  live: Live;
  effects: readonly Effect[];
}

/** A console that has heard nothing yet. */
export const NOTHING: Live = {
  person: null,
  availability: 'away',
  chosen: null,
  welcomed: false,
  desks: [],
  held: [],
  parted: [],
  typing: [],
  outbox: emptyOutbox(),
  pending: [],
};

/** The first frame of a connection: what I chose, and what I hold. */
export function helloOf(live: Live): StaffHello {
  return { availability: live.chosen, have: live.held.map((each) => position(each.conversation)) };
}

/** The connection is lost: composers lock, what was under way waits for its turn again. */
export function lost(live: Live): Live {
  return {
    ...live,
    typing: [],
    pending: [],
    outbox: disconnected(live.outbox),
    held: live.held.map((each) => ({ ...each, conversation: connectionLost(each.conversation) })),
  };
}

/** Takes in a frame. `now` is the caller's clock, only for typing signals to run out. */
export function step(live: Live, frame: StaffServerFrame, now: number): Step {
  switch (frame.type) {
    case 'welcome':
      return {
        live: { ...live, welcomed: true, person: frame.person, availability: frame.availability },
        effects: [{ kind: 'server_now', now: frame.now }],
      };
    case 'desk':
      return desk(live, frame.desk);
    case 'conversation':
      return given(live, frame);
    case 'events':
      return events(live, frame);
    case 'caught_up':
      return checked(
        changeHeld(live, frame.conversation, (held) => ({
          ...held,
          conversation: caughtUp(held.conversation, frame.seq),
        })),
        frame.conversation,
      );
    case 'typing':
      return still(typing(live, frame, now));
    case 'need_history':
      return { live, effects: [{ kind: 'need_history', conversation: frame.conversation }] };
    case 'closed':
      return closed(live, frame.conversation);
    case 'done': {
      const pending = live.pending.find((each) => each.ref === frame.ref);
      return {
        live: { ...live, outbox: answered(live.outbox, frame, now), pending: without(live.pending, frame.ref) },
        effects: pending ? [{ kind: 'done', command: pending.command }] : [],
      };
    }
    case 'refused': {
      const pending = live.pending.find((each) => each.ref === frame.ref);
      const kept = live.outbox.entries.some((entry) => entry.ref !== null && entry.ref === frame.ref);
      return {
        live: { ...live, outbox: answered(live.outbox, frame, now), pending: without(live.pending, frame.ref) },
        // What is kept in the outbox shows its own refusal, beside the text.
        effects: kept ? [] : [{ kind: 'refused', command: pending?.command ?? null, code: frame.code }],
      };
    }
    case 'settings_changed':
      return { live, effects: [{ kind: 'settings_changed' }] };
    case 'pong':
    case 'going_away':
      return still(live);
    default:
      return frame satisfies never;
  }
}

/** Which worker of a conversation I am, or none while the roster has not said so. */
export function myNumber(live: Live, conversation: Conversation): number | null {
  return conversation.workers.find((each) => each.person === live.person)?.worker ?? null;
}

/** Whether an entry was written by somebody else, so that it counts as unread. */
export function isFromOthers(entry: Entry, mine: number | null): boolean {
  switch (entry.kind) {
    case 'message':
      return entry.author === 'visitor' || entry.author.worker !== mine;
    case 'aside':
    case 'suggestion':
      return entry.worker !== mine;
    case 'happening':
      return entry.what.is === 'slow_down' && entry.what.worker !== mine;
    default:
      return entry satisfies never;
  }
}

/** How much of a conversation the worker has not had in front of them. */
export function unreadOf(live: Live, held: Held): number {
  const mine = myNumber(live, held.conversation);
  const unread = held.conversation.entries.filter((entry) => entry.seq > held.lookedSeq && isFromOthers(entry, mine));
  return Math.max(unread.length, held.ringing ? 1 : 0);
}

/** Messages of colleagues that reached the visitor, for the guard against answering twice. */
export function colleagueMessages(live: Live, conversation: Conversation): Message[] {
  const mine = myNumber(live, conversation);
  return conversation.entries.filter(
    (entry): entry is Message => entry.kind === 'message' && entry.author !== 'visitor' && entry.author.worker !== mine,
  );
}

/** The worker has everything of a conversation in front of them. */
export function looked(live: Live, conversation: string): Live {
  const held = live.held.find((each) => each.conversation.conversation === conversation);
  if (!held || (!held.ringing && held.lookedSeq === held.conversation.seq)) return live;
  return changeHeld(live, conversation, (each) => ({ ...each, ringing: false, lookedSeq: each.conversation.seq }));
}

/** Typing signals that still hold at `now`. */
export function withoutStale(live: Live, now: number): Live {
  return live.typing.some((each) => each.until <= now)
    ? { ...live, typing: live.typing.filter((each) => each.until > now) }
    : live;
}

function still(live: Live): Step {
  return { live, effects: [] };
}

function without(pending: readonly Pending[], ref: number | null): readonly Pending[] {
  return pending.filter((each) => each.ref !== ref);
}

function changeHeld(live: Live, conversation: string, change: (held: Held) => Held): Live {
  return {
    ...live,
    held: live.held.map((each) => (each.conversation.conversation === conversation ? change(each) : each)),
  };
}

function desk(live: Live, view: DeskView): Step {
  const before = live.desks.find((each) => each.desk === view.desk);
  const desks = before ? live.desks.map((each) => (each.desk === view.desk ? view : each)) : [...live.desks, view];
  const effects: Effect[] = [];
  const waitedBefore = new Set(before?.queue.map((entry) => entry.conversation));
  if (view.queue.some((entry) => !waitedBefore.has(entry.conversation))) {
    effects.push({ kind: 'queued', desk: view.desk });
  }
  const calledBefore = new Set(calls(before));
  for (const conversation of calls(view)) {
    if (!calledBefore.has(conversation)) {
      effects.push({ kind: 'supervisor_called', desk: view.desk, conversation });
    }
  }
  // The server's word on my availability: another window of mine may have changed it, or the last chat ended.
  const mine = view.people.find((person) => person.person === live.person)?.availability ?? live.availability;
  const chosen = live.chosen === null ? null : mine;
  return { live: { ...live, desks, availability: mine, chosen }, effects };
}

function calls(view: DeskView | undefined): string[] {
  return (view?.conversations ?? []).filter((each) => each.supervisor_called !== null).map((each) => each.conversation);
}

function given(live: Live, frame: Extract<StaffServerFrame, { type: 'conversation' }>): Step {
  const before = live.held.find((each) => each.conversation.conversation === frame.conversation);
  const conversation = conversationFrame(before?.conversation ?? null, frame);
  const held: Held = {
    desk: frame.desk,
    conversation,
    ringing: frame.new || (before?.ringing ?? false),
    // Rebuilt with other numbers: what was read stays read as far as it can be told.
    lookedSeq: before?.lookedSeq ?? 0,
  };
  const list = before ? live.held.map((each) => (each === before ? held : each)) : [...live.held, held];
  const parted = live.parted.filter((each) => each.id !== frame.conversation);
  return {
    live: { ...live, held: list, parted },
    effects: frame.new || !before ? [{ kind: 'given', conversation: frame.conversation }] : [],
  };
}

function events(live: Live, frame: Extract<StaffServerFrame, { type: 'events' }>): Step {
  const before = live.held.find((each) => each.conversation.conversation === frame.conversation);
  if (!before) return still(live);
  const conversation = applyEvents(before.conversation, frame.events);
  const ids = new Set<string>();
  const silent = new Set<number | null>();
  for (const { body } of frame.events) {
    if (body.kind === 'message') {
      ids.add(body.id);
      silent.add(body.author === 'visitor' ? null : body.author.worker);
    } else if (body.kind === 'aside' || body.kind === 'suggestion') {
      ids.add(body.id);
      silent.add(body.worker);
    }
  }
  const next = changeHeld(live, frame.conversation, (each) => ({ ...each, conversation }));
  const after = {
    ...next,
    outbox: arrived(next.outbox, ids),
    // What they were writing has come.
    typing: next.typing.filter((each) => each.conversation !== frame.conversation || !silent.has(each.worker)),
  };
  const fresh = conversation.entries.filter((entry) => entry.seq > before.conversation.seq);
  const result = checked(after, frame.conversation);
  return before.conversation.caughtUp && fresh.length > 0
    ? { ...result, effects: [...result.effects, { kind: 'arrived', conversation: frame.conversation, entries: fresh }] }
    : result;
}

function checked(live: Live, conversation: string): Step {
  const gap = live.held.some((each) => each.conversation.conversation === conversation && each.conversation.gap);
  return { live, effects: gap ? [{ kind: 'gap' }] : [] };
}

function typing(live: Live, frame: Extract<StaffServerFrame, { type: 'typing' }>, now: number): Live {
  const others = live.typing.filter((each) => each.conversation !== frame.conversation || each.worker !== frame.worker);
  const entry = { conversation: frame.conversation, worker: frame.worker, in: frame.in, until: now + TYPING_MS };
  return { ...live, typing: frame.on ? [...others, entry] : others };
}

function closed(live: Live, id: string): Step {
  const held = live.held.find((each) => each.conversation.conversation === id);
  if (!held) return still(live);
  const { ended, opened } = held.conversation;
  return {
    live: {
      ...live,
      held: live.held.filter((each) => each !== held),
      typing: live.typing.filter((each) => each.conversation !== id),
      outbox: discardLane(live.outbox, id),
      parted: ended ? [...live.parted, { id, nickname: opened?.nickname ?? '', by: ended.by }] : live.parted,
    },
    effects: [{ kind: 'wiped', conversation: id, why: ended ? 'ended' : 'removed' }],
  };
}
