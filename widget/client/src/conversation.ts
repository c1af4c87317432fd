// A conversation as a fold over its events, the same for visitors and for workers.
//
// Pure: `applyEvents` gives a new value and leaves the old one as it was. Events that were seen before change nothing,
// so a resend is harmless; a gap is reported and nothing after it is taken.

import type { Author, EndedBy, Event, LogPolicy, Position, Seated, Standing } from '@netreach/protocol';

/** A message that both sides see. */
export type Message = {
  readonly kind: 'message';
  readonly id: string;
  readonly author: Author;
  readonly text: string;
  readonly at: number;
  /** The number in what this audience sees. */
  readonly seq: number;
  /** The visitor's number of it: what marks and `read` frames count. */
  readonly public: number;
};

/** A note that only workers see. */
export type Aside = {
  readonly kind: 'aside';
  readonly id: string;
  readonly worker: number;
  readonly text: string;
  readonly at: number;
  readonly seq: number;
};

/** A message that a worker proposed to the lead. */
export type Suggestion = {
  readonly kind: 'suggestion';
  readonly id: string;
  readonly worker: number;
  readonly text: string;
  readonly at: number;
  readonly seq: number;
  readonly state: 'open' | 'sent' | 'dropped';
};

/** Something that happened to the conversation, worth a line between the messages. */
export type Happening = {
  readonly kind: 'happening';
  readonly at: number;
  readonly seq: number;
  /** Tells apart several that came with one event. */
  readonly key: string;
  readonly what:
    | { readonly is: 'joined' | 'left' | 'here' | 'not_here' | 'lead'; readonly worker: number }
    | { readonly is: 'standing'; readonly standing: Standing }
    | { readonly is: 'slow_down' | 'supervisor_called'; readonly worker: number }
    | { readonly is: 'visitor_here' | 'visitor_not_here' };
};

/** One line of a conversation, oldest first. */
export type Entry = Message | Aside | Suggestion | Happening;

/** How far one side has received and seen the other's messages, in the visitor's numbers. */
export type Marks = { readonly delivered: number; readonly seen: number };

/** How far a message has come. */
export type Mark = 'sent' | 'delivered' | 'seen';

/** A conversation as one audience sees it. */
export type Conversation = {
  readonly conversation: string;
  readonly incarnation: string;
  /** The events as they were received, for `history` after a restart. */
  readonly events: readonly Event[];
  /** The highest `seq` held; 0 for none. */
  readonly seq: number;
  /** Whether the server has said that all earlier events were sent since the last (re)connect. */
  readonly caughtUp: boolean;
  /** What it began with; null until that event came. */
  readonly opened: {
    readonly nickname: string;
    readonly language: string;
    readonly policy: LogPolicy;
    readonly desk: string;
    readonly project: string;
    readonly at: number;
  } | null;
  /** Who serves it now, as the last roster says. */
  readonly workers: readonly Seated[];
  /** Everybody who ever served it, by number: authors of earlier messages stay known. */
  readonly known: Readonly<Record<number, Seated>>;
  readonly standing: Standing | null;
  /** Messages, asides, suggestions and happenings in order. */
  readonly entries: readonly Entry[];
  readonly visitorMarks: Marks;
  readonly workerMarks: Readonly<Record<number, Marks>>;
  /** Since when a supervisor is called and none has come; null if none is called. Workers only. */
  readonly supervisorCalledAt: number | null;
  /** Whether the visitor's connection is there. Workers only. */
  readonly visitorHere: boolean;
  readonly ended: { readonly by: EndedBy; readonly at: number } | null;
  /** The server skipped a number: resume on a new connection. */
  readonly gap: boolean;
};

const NO_MARKS: Marks = { delivered: 0, seen: 0 };

/** A conversation of which no event is known yet. */
export function newConversation(conversation: string, incarnation: string): Conversation {
  return {
    conversation,
    incarnation,
    events: [],
    seq: 0,
    caughtUp: false,
    opened: null,
    workers: [],
    known: {},
    standing: null,
    entries: [],
    visitorMarks: NO_MARKS,
    workerMarks: {},
    supervisorCalledAt: null,
    visitorHere: true,
    ended: null,
    gap: false,
  };
}

/** The `conversation` frame: goes on with what is held, or forgets it when the server says so. */
export function conversationFrame(
  held: Conversation | null,
  frame: { readonly conversation: string; readonly incarnation: string; readonly start_over: boolean },
): Conversation {
  const goesOn =
    held !== null &&
    !frame.start_over &&
    held.conversation === frame.conversation &&
    held.incarnation === frame.incarnation;
  return goesOn ? { ...held, caughtUp: false, gap: false } : newConversation(frame.conversation, frame.incarnation);
}

/** The `caught_up` frame: what follows is live. A number that was not reached is a gap. */
export function caughtUp(held: Conversation, seq: number): Conversation {
  return seq > held.seq ? { ...held, gap: true } : { ...held, caughtUp: true };
}

/** The connection is lost: locked until caught up again. */
export function connectionLost(held: Conversation): Conversation {
  return held.caughtUp ? { ...held, caughtUp: false } : held;
}

/** What to state in `hello`. */
export function position(held: Conversation): Position {
  return { conversation: held.conversation, incarnation: held.incarnation, seq: held.seq };
}

/** Takes in events. Known ones are passed over; at a gap it stops and says so. */
export function applyEvents(held: Conversation, events: readonly Event[]): Conversation {
  const draft: Draft = {
    ...held,
    events: [...held.events],
    entries: [...held.entries],
    known: { ...held.known },
    workerMarks: { ...held.workerMarks },
  };
  for (const event of events) {
    if (event.seq <= draft.seq) continue;
    if (event.seq > draft.seq + 1) {
      draft.gap = true;
      break;
    }
    draft.seq = event.seq;
    draft.events.push(event);
    applyOne(draft, event);
  }
  return draft;
}

/** Every message, oldest first. */
export function messages(held: Conversation): Message[] {
  return held.entries.filter((entry) => entry.kind === 'message');
}

/** How far a message has come with the other side; with several workers, the one who is furthest counts. */
export function markOf(held: Conversation, message: Message): Mark {
  const readers = message.author === 'visitor' ? Object.values(held.workerMarks) : [held.visitorMarks];
  if (readers.some((marks) => marks.seen >= message.public)) return 'seen';
  return readers.some((marks) => marks.delivered >= message.public) ? 'delivered' : 'sent';
}

/** The visitor's number of the last message of the other side: what a `read` frame may state. 0 for none. */
export function lastFromOthers(held: Conversation, me: 'visitor' | 'staff'): number {
  const theirs = messages(held).filter((message) => (message.author === 'visitor') === (me === 'staff'));
  return theirs.at(-1)?.public ?? 0;
}

/** Messages of the other side beyond `seen`, the visitor's number up to which they were on screen. */
export function unreadCount(held: Conversation, me: 'visitor' | 'staff', seen: number): number {
  const isTheirs = (author: Author) => (author === 'visitor') === (me === 'staff');
  return held.entries.filter((entry) => entry.kind === 'message' && isTheirs(entry.author) && entry.public > seen)
    .length;
}

/** Suggestions that wait for the lead. */
export function openSuggestions(held: Conversation): Suggestion[] {
  return held.entries.filter((entry) => entry.kind === 'suggestion' && entry.state === 'open') as Suggestion[];
}

type Draft = { -readonly [K in keyof Conversation]: Conversation[K] } & {
  events: Event[];
  entries: Entry[];
  known: Record<number, Seated>;
  workerMarks: Record<number, Marks>;
};

function applyOne(draft: Draft, event: Event): void {
  const { at, seq, body } = event;
  const happened = (what: Happening['what'], key: string) =>
    draft.entries.push({ kind: 'happening', at, seq, key: `${seq}-${key}`, what });
  switch (body.kind) {
    case 'opened': {
      const { nickname, language, policy, desk, project } = body;
      draft.opened = { nickname, language, policy, desk, project, at };
      break;
    }
    case 'roster':
      applyRoster(draft, body.workers, body.standing, happened);
      break;
    case 'message':
      if (draft.entries.some((entry) => entry.kind === 'message' && entry.id === body.id)) break;
      draft.entries.push({
        kind: 'message',
        id: body.id,
        author: body.author,
        text: body.text,
        at,
        seq,
        public: event.public ?? seq,
      });
      break;
    case 'marks':
      if (body.of === 'visitor') draft.visitorMarks = further(draft.visitorMarks, body);
      else draft.workerMarks[body.of.worker] = further(draft.workerMarks[body.of.worker] ?? NO_MARKS, body);
      break;
    case 'ended':
      draft.ended = { by: body.by, at };
      break;
    case 'aside':
      if (draft.entries.some((entry) => entry.kind === 'aside' && entry.id === body.id)) break;
      draft.entries.push({ kind: 'aside', id: body.id, worker: body.worker, text: body.text, at, seq });
      break;
    case 'suggestion':
      if (draft.entries.some((entry) => entry.kind === 'suggestion' && entry.id === body.id)) break;
      draft.entries.push({
        kind: 'suggestion',
        id: body.id,
        worker: body.worker,
        text: body.text,
        at,
        seq,
        state: 'open',
      });
      break;
    case 'suggestion_closed':
      draft.entries = draft.entries.map((entry) =>
        entry.kind === 'suggestion' && entry.id === body.id
          ? { ...entry, state: body.sent_as === null ? 'dropped' : 'sent' }
          : entry,
      );
      break;
    case 'slow_down':
      happened({ is: 'slow_down', worker: body.worker }, 'slow');
      break;
    case 'supervisor_called':
      draft.supervisorCalledAt = at;
      happened({ is: 'supervisor_called', worker: body.worker }, 'called');
      break;
    case 'visitor_here':
      if (draft.visitorHere === body.here) break;
      draft.visitorHere = body.here;
      happened({ is: body.here ? 'visitor_here' : 'visitor_not_here' }, 'visitor');
      break;
    default:
      body satisfies never;
  }
}

/** Takes in a roster and tells what is different from the one before. */
function applyRoster(
  draft: Draft,
  workers: readonly Seated[],
  standing: Standing,
  happened: (what: Happening['what'], key: string) => void,
): void {
  const before = new Map(draft.workers.map((each) => [each.worker, each]));
  const after = new Set(workers.map((each) => each.worker));
  for (const gone of draft.workers) {
    if (!after.has(gone.worker)) happened({ is: 'left', worker: gone.worker }, `left-${gone.worker}`);
  }
  for (const now of workers) {
    const was = before.get(now.worker);
    draft.known[now.worker] = now;
    if (was === undefined) happened({ is: 'joined', worker: now.worker }, `joined-${now.worker}`);
    else if (was.here !== now.here) {
      happened({ is: now.here ? 'here' : 'not_here', worker: now.worker }, `here-${now.worker}`);
    }
    if (was !== undefined && was.seat !== 'lead' && now.seat === 'lead') {
      happened({ is: 'lead', worker: now.worker }, `lead-${now.worker}`);
    }
  }
  if (draft.standing !== null && draft.standing.kind !== standing.kind) {
    happened({ is: 'standing', standing }, 'standing');
  }
  if (workers.some((each) => each.seat === 'supervisor')) draft.supervisorCalledAt = null;
  draft.workers = workers;
  draft.standing = standing;
}

function further(held: Marks, by: Marks): Marks {
  return { delivered: Math.max(held.delivered, by.delivered), seen: Math.max(held.seen, by.seen) };
}
