// The console's one connection: the state as signals, and what a worker does with it.

import {
  browserPorts,
  type ConnectionHealth,
  createLink,
  discard,
  dispatch,
  enqueue,
  hasRoom,
  historyFrames,
  type Link,
  lastFromOthers,
  retry,
  takeRef,
} from '@netreach/client';
import type { Availability, ErrorCode, StaffCommand, StaffFrame, StaffServerFrame, TypingIn } from '@netreach/protocol';
import { computed, effect, signal } from '@preact/signals';
import { codeInWords } from '../api.ts';
import { now as clock, setServerNow } from '../clock.ts';
import { forgetDrafts } from '../conversation/drafts.ts';
import { loadSession, me, onForget, sessionOver } from '../session.ts';
import { t } from '../text/index.ts';
import { say } from '../ui/toast.tsx';
import { type Effect, helloOf, type Live, looked, lost, NOTHING, step, unreadOf, withoutStale } from './fold.ts';
import { keepChoice, keptChoice, tabKeeper } from './kept-choice.ts';

const SOCKET_PATH = '/api/v1/staff/socket';
/** How often a typing signal is sent again while somebody writes, in milliseconds: half of what one holds. */
const TYPING_AGAIN_MS = 3_000;

/** Everything the console knows. */
export const live = signal<Live>(NOTHING);
/** The desks that I staff. */
export const desks = computed(() => live.value.desks);
/** What my time is like. */
export const availability = computed(() => live.value.availability);
/** Counts each `settings_changed`: whoever shows settings reads them again when it grows. */
export const settingsChanges = signal(0);

type Stop = 'otherWindows' | 'outdated';
const health = signal<ConnectionHealth>('idle');
const stopped = signal<Stop | null>(null);
const online = signal(true);

/** What to say about the connection; `null` while all is well or it is too early to worry. */
export const connectionNote = computed<'connecting' | 'lost' | 'offline' | Stop | null>(() => {
  if (stopped.value) return stopped.value;
  if (health.value === 'trouble') return online.value ? 'lost' : 'offline';
  if (health.value === 'connecting' && !live.value.welcomed) return 'connecting';
  return null;
});

/** Calls for a supervisor that I could answer, on the desks where I am one. */
export const supervisorCalls = computed(() => {
  const { person } = live.value;
  return live.value.desks
    .filter((desk) => desk.people.some((each) => each.person === person && each.supervisor))
    .flatMap((desk) =>
      desk.conversations
        .filter((each) => each.supervisor_called !== null && !each.workers.some(([who]) => who === person))
        .map((each) => ({ desk, conversation: each.conversation, since: each.supervisor_called ?? 0 })),
    );
});

/** What waits to be looked at, over everything. */
export const unreadTotal = computed(
  () => live.value.held.reduce((sum, held) => sum + unreadOf(live.value, held), 0) + supervisorCalls.value.length,
);
/** Whether something asks for somebody at once. */
export const ringing = computed(() => live.value.held.some((held) => held.ringing) || supervisorCalls.value.length > 0);
/** What the navigation shows beside "Conversations". */
export const deskAlerts = unreadTotal;

type Listener = (effect: Effect) => void;
const listeners = new Set<Listener>();

/** Tells `listener` what frames ask of the world; the answer stops that. */
export function onEffect(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

let link: Link<StaffFrame> | null = null;
const readSent = new Map<string, { delivered: number; seen: number }>();
const seenUpTo = new Map<string, number>();
/** Conversations that I asked to leave: their going needs no word. */
const leaving = new Set<string>();
const typingSent = new Map<string, { in: TypingIn; at: number }>();

/** Opens the connection. */
export function startLive(): void {
  if (link) return;
  stopped.value = null;
  const person = me.value?.person;
  if (person !== undefined && live.value.chosen === null) {
    live.value = { ...live.value, chosen: keptChoice(keeper, person) };
  }
  const made = createLink<StaffFrame, StaffServerFrame>(browserPorts(SOCKET_PATH), {
    hello: () => ({ type: 'hello', ...helloOf(live.value) }),
    onFrame: take,
    onLost: () => {
      live.value = lost(live.value);
      readSent.clear();
      typingSent.clear();
      // The upgrade of an ended session is refused without a word to the page: ask over HTTP.
      void loadSession();
    },
    onHealth: (told) => {
      health.value = told;
      online.value = navigator.onLine;
      if (told === 'trouble') void loadSession();
    },
  });
  link = made;
  made.start();
}

/** Closes the connection; what is held stays for the next sign-in of the same person. */
export function stopLive(): void {
  link?.stop();
  link = null;
  health.value = 'idle';
  live.value = lost(live.value);
}

/** Uses this window although too many were open. */
export function takeOver(): void {
  stopLive();
  startLive();
}

const keeper = tabKeeper();
effect(() => {
  const { person, chosen } = live.value;
  if (person !== null && chosen !== null) keepChoice(keeper, person, chosen);
});

onForget(() => {
  keepChoice(keeper, '', null);
  for (const held of live.value.held) forgetDrafts(held.conversation.conversation);
  live.value = NOTHING;
  seenUpTo.clear();
});

function take(frame: StaffServerFrame): void {
  const result = step(live.value, frame, performance.now());
  live.value = result.live;
  for (const each of result.effects) {
    carryOut(each);
    for (const listener of listeners) listener(each);
  }
  pump();
  tellRead();
}

function carryOut(asked: Effect): void {
  switch (asked.kind) {
    case 'server_now':
      setServerNow(asked.now);
      break;
    case 'need_history': {
      const held = live.value.held.find((each) => each.conversation.conversation === asked.conversation);
      const frames = historyFrames(
        asked.conversation,
        held?.conversation.incarnation ?? null,
        held?.conversation.events ?? [],
      );
      for (const frame of frames) link?.send(frame);
      break;
    }
    case 'gap':
      link?.distrust();
      break;
    case 'wiped':
      if (asked.why === 'removed' && !leaving.delete(asked.conversation)) say(t.conversation.removed);
      forgetDrafts(asked.conversation);
      seenUpTo.delete(asked.conversation);
      readSent.delete(asked.conversation);
      typingSent.delete(asked.conversation);
      break;
    case 'done':
      if (asked.command.do in DONE_WORDS) say(DONE_WORDS[asked.command.do as keyof typeof DONE_WORDS]);
      break;
    case 'refused':
      refused(asked.code);
      break;
    case 'settings_changed':
      settingsChanges.value += 1;
      void loadSession();
      break;
    case 'given':
    case 'queued':
    case 'supervisor_called':
    case 'arrived':
      break;
    default:
      asked satisfies never;
  }
}

const DONE_WORDS = {
  swap_lead: t.actions.swapped,
  call_supervisor: t.actions.called,
  slow_down: t.actions.slowed,
  step_out: t.actions.steppedOut,
} as const;

function refused(code: ErrorCode): void {
  if (code === 'session_revoked' || code === 'not_signed_in') {
    sessionOver();
  } else if (code === 'too_many_windows') {
    stopLive();
    stopped.value = 'otherWindows';
  } else if (code === 'unsupported_protocol' || code === 'unknown_frame' || code === 'unknown_field') {
    stopLive();
    stopped.value = 'outdated';
  } else {
    say(codeInWords(code));
  }
}

/** Sends what waits in the outbox of every conversation that is caught up. */
function pump(): void {
  for (const held of live.value.held) {
    if (!held.conversation.caughtUp) continue;
    const lane = held.conversation.conversation;
    const next = dispatch(live.value.outbox, lane, performance.now());
    if (!next.frame) continue;
    if (link?.send(next.frame)) live.value = { ...live.value, outbox: next.outbox };
  }
}

// ---- What a worker does ----

/** Says what my time is like. */
export function chooseAvailability(choice: Availability): void {
  live.value = { ...live.value, availability: choice, chosen: choice };
  // Without a connection it is stated in the next `hello`.
  send({ do: 'availability', availability: choice });
}

/** Sends a command that must not be repeated by itself. */
export function command(what: StaffCommand): void {
  if (!send(what)) say(t.connection.lost);
  else if (what.do === 'step_out') leaving.add(what.conversation);
}

function send(what: StaffCommand): boolean {
  const { outbox, ref } = takeRef(live.value.outbox);
  if (!link?.send({ type: 'do', ref, command: what })) return false;
  live.value = { ...live.value, outbox, pending: [...live.value.pending, { ref, command: what }] };
  return true;
}

/** Something that is written into a conversation, and stays in the outbox until it has arrived. */
export type Written =
  | { kind: 'message'; text: string; suggestion: string | null }
  | { kind: 'suggestion'; text: string }
  | { kind: 'aside'; text: string };

/** Writes into a conversation; false if too much waits already. */
export function writeInto(conversation: string, what: Written): boolean {
  if (!hasRoom(live.value.outbox)) {
    say(t.composer.outboxFull);
    return false;
  }
  const id = crypto.randomUUID();
  live.value = {
    ...live.value,
    outbox: enqueue(live.value.outbox, conversation, id, commandOf(conversation, id, what), clock.peek()),
  };
  stopTyping(conversation);
  pump();
  return true;
}

function commandOf(conversation: string, id: string, what: Written): StaffCommand {
  switch (what.kind) {
    case 'message':
      return { do: 'message', conversation, id, text: what.text, suggestion: what.suggestion };
    case 'suggestion':
      return { do: 'suggest', conversation, id, text: what.text };
    case 'aside':
      return { do: 'aside', conversation, id, text: what.text };
    default:
      return what satisfies never;
  }
}

/** Tries something again that was refused. */
export function sendAgain(id: string): void {
  live.value = { ...live.value, outbox: retry(live.value.outbox, id) };
  pump();
}

/** Gives up something that was refused. */
export function giveUp(id: string): void {
  live.value = { ...live.value, outbox: discard(live.value.outbox, id) };
}

/** Tells that I am writing; never what. */
export function typing(conversation: string, what: TypingIn): void {
  const before = typingSent.get(conversation);
  const at = performance.now();
  if (before && before.in === what && at - before.at < TYPING_AGAIN_MS) return;
  if (link?.send({ type: 'typing', conversation, in: what, on: true })) typingSent.set(conversation, { in: what, at });
}

/** Tells that I have stopped writing. */
export function stopTyping(conversation: string): void {
  const before = typingSent.get(conversation);
  if (!before) return;
  typingSent.delete(conversation);
  link?.send({ type: 'typing', conversation, in: before.in, on: false });
}

/** A conversation is in front of the worker, down to its last line. */
export function look(conversation: string): void {
  const held = live.peek().held.find((each) => each.conversation.conversation === conversation);
  if (!held) return;
  live.value = looked(live.peek(), conversation);
  seenUpTo.set(conversation, lastFromOthers(held.conversation, 'staff'));
  tellRead();
}

/** Takes the end screen of a conversation away. */
export function dismiss(id: string): void {
  live.value = { ...live.value, parted: live.value.parted.filter((each) => each.id !== id) };
}

function tellRead(): void {
  for (const { conversation } of live.peek().held) {
    if (!conversation.caughtUp) continue;
    const id = conversation.conversation;
    const delivered = lastFromOthers(conversation, 'staff');
    const seen = Math.min(seenUpTo.get(id) ?? 0, delivered);
    const before = readSent.get(id) ?? { delivered: 0, seen: 0 };
    if (delivered <= before.delivered && seen <= before.seen) continue;
    if (link?.send({ type: 'read', conversation: id, delivered, seen })) readSent.set(id, { delivered, seen });
  }
}

// Once a second: typing signals run out, and what the server asked to wait for leaves.
effect(() => {
  clock.value;
  const fresh = withoutStale(live.peek(), performance.now());
  if (fresh !== live.peek()) live.value = fresh;
  if (link) pump();
});
