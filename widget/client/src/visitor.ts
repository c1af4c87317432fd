// A visitor's side of the service: link, conversation and outbox put together as one pure function.

import {
  type DeskState,
  type EndedBy,
  type ErrorCode,
  type OpenState,
  TYPING_MS,
  type VisitorCommand,
  type VisitorFrame,
  type VisitorServerFrame,
} from '@netreach/protocol';
import {
  applyEvents,
  type Conversation,
  caughtUp,
  connectionLost,
  conversationFrame,
  lastFromOthers,
  type Marks,
  type Message,
  messages,
  position,
} from './conversation.ts';
import { historyFrames } from './history.ts';
import {
  answered,
  arrived,
  discard,
  disconnected,
  dispatch,
  emptyOutbox,
  enqueue,
  type Outbox,
  retry,
  takeRef,
} from './outbox.ts';

/** Where a visitor is. */
export type VisitorStage = 'new' | 'starting' | 'resuming' | 'waiting' | 'talking' | 'ended' | 'gone';

/** Everything that a visitor's client knows. */
export type VisitorSession = {
  readonly site: string;
  readonly language: string;
  readonly stage: VisitorStage;
  /** The token to come back with; a secret. */
  readonly token: string | null;
  /** The name that the server offers. */
  readonly offer: string | null;
  readonly desk: DeskState | null;
  /** What was asked with `start` and is not answered yet; repeated with the same key after a lost connection. */
  readonly start: { readonly key: string; readonly nickname: string | null; readonly ref: number } | null;
  readonly conversation: Conversation | null;
  readonly outbox: Outbox<VisitorCommand>;
  /** The place in line; null while unknown. */
  readonly place: number | null;
  /** A pair was there and is not any more: the visitor waits again. */
  readonly brokeUp: boolean;
  /** Until when each worker is shown as typing. */
  readonly typing: Readonly<Record<number, number>>;
  /** The highest number that was on screen. */
  readonly seen: number;
  /** What the server was last told of it on this connection. */
  readonly told: Marks;
  /** Whether this visitor has written: from then on the token may be stored. */
  readonly hasWritten: boolean;
  /** The last refusal that is not about one message; null once it is out of date. */
  readonly refused: { readonly code: ErrorCode; readonly field: string | null } | null;
  /** Set when trying again cannot help. */
  readonly fatal: ErrorCode | null;
  readonly endedBy: EndedBy | null;
};

/** What happened, or what the visitor wants. */
export type VisitorInput =
  | { readonly kind: 'frame'; readonly frame: VisitorServerFrame }
  | { readonly kind: 'lost' }
  | { readonly kind: 'start'; readonly key: string; readonly nickname: string | null }
  | { readonly kind: 'write'; readonly id: string; readonly text: string; readonly at: number }
  | { readonly kind: 'retry' | 'discard'; readonly id: string }
  | { readonly kind: 'typing'; readonly on: boolean }
  /** Messages up to this number have been on screen. */
  | { readonly kind: 'seen'; readonly seq: number }
  | { readonly kind: 'language'; readonly language: string }
  | { readonly kind: 'end' }
  | { readonly kind: 'tick' };

/** What the caller must do. */
export type VisitorEffect =
  | { readonly do: 'send'; readonly frame: VisitorFrame }
  | { readonly do: 'distrust' }
  | { readonly do: 'stop' }
  /** Messages of workers that came live: a sound may be made, a count shown. */
  | { readonly do: 'news'; readonly messages: readonly Message[] };

/** The next session and what to do, in order. */
export type VisitorStep = { readonly session: VisitorSession; readonly effects: readonly VisitorEffect[] };

const NOT_TOLD: Marks = { delivered: 0, seen: 0 };

/** A visitor who just came, or one who comes back with a token. */
export function newVisitorSession(site: string, language: string, token: string | null): VisitorSession {
  return {
    site,
    language,
    stage: token === null ? 'new' : 'resuming',
    token,
    offer: null,
    desk: null,
    start: null,
    conversation: null,
    outbox: emptyOutbox(),
    place: null,
    brokeUp: false,
    typing: {},
    seen: 0,
    told: NOT_TOLD,
    hasWritten: token !== null,
    refused: null,
    fatal: null,
    endedBy: null,
  };
}

/** The first frame of a connection. */
export function visitorHello(session: VisitorSession): VisitorFrame {
  return {
    type: 'hello',
    site: session.site,
    token: session.token,
    have: session.conversation === null ? null : position(session.conversation),
    language: session.language,
  };
}

/** Whether a visitor who comes now can begin a conversation. */
export function isOpen(state: OpenState): boolean {
  switch (state) {
    case 'open':
    case 'busy':
      return true;
    case 'outside_hours':
    case 'opens_soon':
    case 'exception':
    case 'no_pair':
    case 'queue_full':
    case 'no_hours':
      return false;
    default:
      return state satisfies never;
  }
}

/** When `stepVisitor` wants its next `tick`; null if it waits for nothing. */
export function visitorDeadline(session: VisitorSession): number | null {
  const times = Object.values(session.typing);
  if (session.outbox.entries.some((entry) => entry.state === 'queued') && session.outbox.notBefore > 0) {
    times.push(session.outbox.notBefore);
  }
  return times.length > 0 ? Math.min(...times) : null;
}

/** Takes in what happened at `now`. */
export function stepVisitor(session: VisitorSession, input: VisitorInput, now: number): VisitorStep {
  switch (input.kind) {
    case 'frame':
      return takeFrame(session, input.frame, now);
    case 'lost': {
      const conversation = session.conversation === null ? null : connectionLost(session.conversation);
      return only({ ...session, conversation, outbox: disconnected(session.outbox), typing: {}, told: NOT_TOLD });
    }
    case 'start':
      if (session.stage !== 'new') return only(session);
      return sendStart({ ...session, stage: 'starting', refused: null }, input.key, input.nickname);
    case 'write': {
      const { conversation } = session;
      if (conversation === null || session.stage !== 'talking') return only(session);
      const command: VisitorCommand = { do: 'message', id: input.id, text: input.text };
      const outbox = enqueue(session.outbox, conversation.conversation, input.id, command, input.at);
      return pump({ ...session, outbox, hasWritten: true }, now);
    }
    case 'retry':
      return pump({ ...session, outbox: retry(session.outbox, input.id) }, now);
    case 'discard':
      return only({ ...session, outbox: discard(session.outbox, input.id) });
    case 'typing':
      if (session.stage !== 'talking' || session.conversation?.caughtUp !== true) return only(session);
      return { session, effects: [{ do: 'send', frame: { type: 'typing', on: input.on } }] };
    case 'seen':
      return tellRead({ ...session, seen: Math.max(session.seen, input.seq) });
    case 'language':
      return only({ ...session, language: input.language });
    case 'end':
      return end(session);
    case 'tick': {
      const typing = Object.fromEntries(Object.entries(session.typing).filter(([, until]) => until > now));
      return pump({ ...session, typing }, now);
    }
    default:
      return input satisfies never;
  }
}

function takeFrame(session: VisitorSession, frame: VisitorServerFrame, now: number): VisitorStep {
  switch (frame.type) {
    case 'welcome': {
      const welcomed = { ...session, offer: session.offer ?? frame.nickname, desk: frame.desk, refused: null };
      const { start } = session;
      return start !== null && session.token === null ? sendStart(welcomed, start.key, start.nickname) : only(welcomed);
    }
    case 'desk':
      return only({ ...session, desk: frame.desk });
    case 'conversation': {
      const conversation = conversationFrame(session.conversation, frame);
      // Rebuilt after a restart, its messages have other numbers: what was seen is told anew by the screen.
      const seen = frame.start_over ? 0 : session.seen;
      return only(placed({ ...session, conversation, seen, token: frame.token, start: null, refused: null }));
    }
    case 'events':
      return takeEvents(session, frame, now);
    case 'caught_up': {
      if (session.conversation?.conversation !== frame.conversation) return only(session);
      const conversation = caughtUp(session.conversation, frame.seq);
      if (conversation.gap) return { session: { ...session, conversation }, effects: [{ do: 'distrust' }] };
      return chain(tellRead(placed({ ...session, conversation })), (next) => pump(next, now));
    }
    case 'place':
      return only({ ...session, place: frame.place });
    case 'typing':
      return only({ ...session, typing: typingWith(session.typing, frame.worker, frame.on ? now + TYPING_MS : null) });
    case 'need_history': {
      const held = session.conversation?.conversation === frame.conversation ? session.conversation : null;
      const frames = historyFrames(frame.conversation, held?.incarnation ?? null, held?.events ?? []);
      return { session, effects: frames.map((frame) => ({ do: 'send', frame })) };
    }
    case 'gone':
      return { session: { ...wiped(session), stage: 'gone' }, effects: [{ do: 'stop' }] };
    case 'done':
      return pump({ ...session, outbox: answered(session.outbox, frame, now) }, now);
    case 'refused':
      return takeRefusal(session, frame, now);
    case 'pong':
    case 'going_away':
      return only(session);
    default:
      return frame satisfies never;
  }
}

function takeEvents(
  session: VisitorSession,
  frame: Extract<VisitorServerFrame, { type: 'events' }>,
  now: number,
): VisitorStep {
  const before = session.conversation;
  if (before?.conversation !== frame.conversation) return only(session);
  const conversation = applyEvents(before, frame.events);
  if (conversation.ended !== null) {
    const endedBy = conversation.ended.by;
    return { session: { ...wiped(session), stage: 'ended', endedBy }, effects: [{ do: 'stop' }] };
  }
  const fresh = messages(conversation).filter((message) => message.seq > before.seq);
  const outbox = arrived(session.outbox, new Set(fresh.map((message) => message.id)));
  const news = fresh.filter((message) => message.author !== 'visitor');
  let typing = session.typing;
  for (const { author } of news) if (author !== 'visitor') typing = typingWith(typing, author.worker, null);
  const effects: VisitorEffect[] = [];
  if (before.caughtUp && news.length > 0) effects.push({ do: 'news', messages: news });
  if (conversation.gap) effects.push({ do: 'distrust' });
  const next = placed({ ...session, conversation, outbox, typing });
  return chain({ session: next, effects }, tellRead, (told) => pump(told, now));
}

function takeRefusal(
  session: VisitorSession,
  frame: Extract<VisitorServerFrame, { type: 'refused' }>,
  now: number,
): VisitorStep {
  const { code, field } = frame;
  if (frame.ref !== null && frame.ref === session.start?.ref) {
    return only({ ...session, stage: 'new', start: null, refused: { code, field } });
  }
  if (frame.ref !== null) return pump({ ...session, outbox: answered(session.outbox, frame, now) }, now);
  switch (code) {
    case 'token_stale':
    case 'history_refused':
    case 'ended':
      return { session: { ...wiped(session), stage: 'gone' }, effects: [{ do: 'stop' }] };
    case 'wrong_origin':
    case 'unsupported_protocol':
    case 'not_found':
      return { session: { ...session, fatal: code }, effects: [{ do: 'stop' }] };
    default:
      return only({ ...session, refused: { code, field } });
  }
}

/** Sets the stage that follows from the conversation. */
function placed(session: VisitorSession): VisitorSession {
  const { conversation } = session;
  if (conversation === null) return session;
  const standing = conversation.standing?.kind ?? 'waiting';
  const unknownYet = session.stage === 'resuming' && !conversation.caughtUp && conversation.seq === 0;
  if (unknownYet) return session;
  if (standing !== 'waiting') return { ...session, stage: 'talking', place: null, brokeUp: false };
  return { ...session, stage: 'waiting', brokeUp: session.brokeUp || session.stage === 'talking' };
}

function sendStart(session: VisitorSession, key: string, nickname: string | null): VisitorStep {
  const { outbox, ref } = takeRef(session.outbox);
  const command: VisitorCommand = { do: 'start', key, nickname, rules_accepted: true };
  return {
    session: { ...session, outbox, start: { key, nickname, ref } },
    effects: [{ do: 'send', frame: { type: 'do', ref, command } }],
  };
}

/** Ends it and forgets it at once; nothing is waited for. */
function end(session: VisitorSession): VisitorStep {
  const { ref } = takeRef(session.outbox);
  const effects: VisitorEffect[] = [{ do: 'send', frame: { type: 'do', ref, command: { do: 'end' } } }, { do: 'stop' }];
  return { session: { ...wiped(session), stage: 'ended', endedBy: 'visitor' }, effects };
}

/** Forgets the conversation and everything written in it. */
function wiped(session: VisitorSession): VisitorSession {
  const { desk, site, language } = session;
  return { ...newVisitorSession(site, language, null), desk };
}

/** Sends what is next in the outbox, once the conversation is caught up. */
function pump(session: VisitorSession, now: number): VisitorStep {
  const { conversation } = session;
  if (conversation?.caughtUp !== true) return only(session);
  const { outbox, frame } = dispatch(session.outbox, conversation.conversation, now);
  return { session: { ...session, outbox }, effects: frame === null ? [] : [{ do: 'send', frame }] };
}

/** Tells the server how far messages have come, when that is more than it was told. */
function tellRead(session: VisitorSession): VisitorStep {
  const { conversation, told } = session;
  if (conversation?.caughtUp !== true) return only(session);
  const delivered = lastFromOthers(conversation, 'visitor');
  const seen = Math.min(session.seen, delivered);
  if (delivered <= told.delivered && seen <= told.seen) return only(session);
  return {
    session: { ...session, told: { delivered, seen } },
    effects: [{ do: 'send', frame: { type: 'read', delivered, seen } }],
  };
}

function typingWith(
  typing: Readonly<Record<number, number>>,
  worker: number,
  until: number | null,
): Record<number, number> {
  const { [worker]: _, ...others } = typing;
  return until === null ? others : { ...others, [worker]: until };
}

function only(session: VisitorSession): VisitorStep {
  return { session, effects: [] };
}

function chain(first: VisitorStep, ...more: readonly ((session: VisitorSession) => VisitorStep)[]): VisitorStep {
  return more.reduce((step, each) => {
    const next = each(step.session);
    return { session: next.session, effects: [...step.effects, ...next.effects] };
  }, first);
}
