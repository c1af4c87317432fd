// When to dial, when to wait, when to give a socket up: the transport as a pure function.
//
// The caller owns the socket, the clock and the dice. It tells what happened (`ConnectionInput`), gets the next state
// and what to do (`ConnectionEffect`), and asks `connectionDeadline` when to come back with a `tick`.

import { HEARTBEAT_MS, PEER_SILENCE_MAX_MS } from '@netreach/protocol';

/** Shortest ceiling of the wait between two attempts, in milliseconds; doubles with each failure. */
export const BACKOFF_BASE_MS = 500;
/** Longest ceiling of that wait: a phone that comes out of a tunnel should not sit idle for a minute. */
export const BACKOFF_MAX_MS = 15_000;
/** Time for the socket to open and the server to welcome us, in milliseconds. */
export const GREETING_WITHIN_MS = 10_000;
/** Time for a sign of life after the tab or the network came back, in milliseconds. */
export const PROOF_WITHIN_MS = 5_000;
/** Quiet time before anybody is told that something is wrong: a node's death heals within about seven seconds. */
export const QUIET_MS = 10_000;
/** A connection that held this long was a good one: the next loss starts the backoff from the beginning. */
export const STEADY_MS = 10_000;

/** Where the connection is in its life. */
export type ConnectionPhase = 'idle' | 'opening' | 'greeting' | 'open' | 'waiting' | 'stopped';

/** The whole state of the transport. Times are the caller's milliseconds. */
export type Connection = {
  readonly phase: ConnectionPhase;
  /** Failures in a row. */
  readonly failures: number;
  /** Since when there is no welcome; null while open, idle or stopped. */
  readonly lostAt: number | null;
  /** Until when nothing is said about the loss. */
  readonly quietUntil: number;
  /** When the next attempt is due, while waiting. */
  readonly retryAt: number;
  /** When the attempt that is under way is given up, while opening or greeting. */
  readonly greetBy: number;
  /** When the server was last heard. */
  readonly heardAt: number;
  /** When the next `ping` is due. */
  readonly pingAt: number;
  /** When a sign of life must have come after a proof was asked for; null if none is asked for. */
  readonly proofBy: number | null;
  /** Since when the connection is open. */
  readonly openAt: number;
  /** The server's heartbeat, from `welcome`. */
  readonly heartbeatMs: number;
};

/** What the transport must know of a server frame; both audiences' frames fit. */
export type FrameSeen = { readonly type: string; readonly heartbeat_ms?: number; readonly retry_after_ms?: number };

/** What happened. */
export type ConnectionInput =
  | { readonly kind: 'start' }
  | { readonly kind: 'opened' }
  | { readonly kind: 'frame'; readonly frame: FrameSeen }
  | { readonly kind: 'closed' }
  | { readonly kind: 'tick' }
  /** The network came back or the tab is looked at again: ask for a proof of life, or try at once. */
  | { readonly kind: 'wake' }
  /** What was received cannot be right (a gap in the events): drop the socket and resume on a new one. */
  | { readonly kind: 'distrust' }
  | { readonly kind: 'stop' };

/** What the caller must do. */
export type ConnectionEffect = 'dial' | 'hang_up' | 'hello' | 'ping';

/** The next state and what to do, in order. */
export type ConnectionStep = { readonly state: Connection; readonly effects: readonly ConnectionEffect[] };

/** A connection that nobody asked for yet. */
export const IDLE_CONNECTION: Connection = {
  phase: 'idle',
  failures: 0,
  lostAt: null,
  quietUntil: 0,
  retryAt: 0,
  greetBy: 0,
  heardAt: 0,
  pingAt: 0,
  proofBy: null,
  openAt: 0,
  heartbeatMs: HEARTBEAT_MS,
};

/** The wait before attempt number `failures`, with full jitter: anywhere from nothing to the ceiling. */
export function backoffMs(failures: number, random: number): number {
  return Math.floor(random * Math.min(BACKOFF_MAX_MS, BACKOFF_BASE_MS * 2 ** Math.min(failures, 10)));
}

/** Takes in what happened at `now`; `random` is a fresh number in [0, 1). */
export function stepConnection(state: Connection, input: ConnectionInput, now: number, random: number): ConnectionStep {
  if (state.phase === 'stopped') return { state, effects: [] };
  switch (input.kind) {
    case 'start':
      return state.phase === 'idle' ? dial({ ...state, lostAt: now, quietUntil: now + QUIET_MS }, now) : still(state);
    case 'opened':
      if (state.phase !== 'opening') return still(state);
      return { state: { ...state, phase: 'greeting', heardAt: now }, effects: ['hello'] };
    case 'frame':
      return frameSeen(state, input.frame, now, random);
    case 'closed':
      return isUp(state) ? lose(state, now, random, []) : still(state);
    case 'tick':
      return tick(state, now, random);
    case 'wake':
      return wake(state, now);
    case 'distrust':
      return isUp(state) ? lose(state, now, random, ['hang_up']) : still(state);
    case 'stop':
      return {
        state: { ...state, phase: 'stopped', lostAt: null, proofBy: null },
        effects: isUp(state) ? ['hang_up'] : [],
      };
    default:
      return input satisfies never;
  }
}

/** When `stepConnection` wants its next `tick`; null if it waits for nothing. */
export function connectionDeadline(state: Connection): number | null {
  switch (state.phase) {
    case 'idle':
    case 'stopped':
      return null;
    case 'opening':
    case 'greeting':
      return state.greetBy;
    case 'waiting':
      return state.retryAt;
    case 'open': {
      const silent = state.heardAt + PEER_SILENCE_MAX_MS;
      return Math.min(state.pingAt, silent, state.proofBy ?? silent);
    }
    default:
      return state.phase satisfies never;
  }
}

/** What people are told of the connection. */
export type ConnectionHealth = 'idle' | 'connecting' | 'open' | 'trouble' | 'stopped';

/** What people are told at `now`: nothing of a loss until it has lasted longer than the quiet time. */
export function connectionHealth(state: Connection, now: number): ConnectionHealth {
  switch (state.phase) {
    case 'idle':
    case 'stopped':
    case 'open':
      return state.phase;
    case 'opening':
    case 'greeting':
    case 'waiting':
      return now >= state.quietUntil ? 'trouble' : 'connecting';
    default:
      return state.phase satisfies never;
  }
}

/** When `connectionHealth` turns to trouble by the clock alone; null if it does not. */
export function healthDeadline(state: Connection, now: number): number | null {
  return connectionHealth(state, now) === 'connecting' ? state.quietUntil : null;
}

function still(state: Connection): ConnectionStep {
  return { state, effects: [] };
}

function isUp(state: Connection): boolean {
  return state.phase === 'opening' || state.phase === 'greeting' || state.phase === 'open';
}

function dial(state: Connection, now: number): ConnectionStep {
  return { state: { ...state, phase: 'opening', greetBy: now + GREETING_WITHIN_MS, proofBy: null }, effects: ['dial'] };
}

function frameSeen(state: Connection, frame: FrameSeen, now: number, random: number): ConnectionStep {
  if (state.phase !== 'greeting' && state.phase !== 'open') return still(state);
  const heard = { ...state, heardAt: now, proofBy: null };
  switch (frame.type) {
    case 'welcome': {
      const heartbeatMs = frame.heartbeat_ms ?? HEARTBEAT_MS;
      return still({ ...heard, phase: 'open', lostAt: null, openAt: now, heartbeatMs, pingAt: now + heartbeatMs });
    }
    case 'going_away': {
      // The server is being replaced, which is no failure: come back when it said, spread over as long again.
      const wait = frame.retry_after_ms ?? BACKOFF_BASE_MS;
      const retryAt = now + wait + Math.floor(random * wait);
      return {
        state: { ...heard, phase: 'waiting', failures: 0, lostAt: now, retryAt, quietUntil: retryAt + QUIET_MS },
        effects: ['hang_up'],
      };
    }
    default:
      return still(heard);
  }
}

function tick(state: Connection, now: number, random: number): ConnectionStep {
  switch (state.phase) {
    case 'idle':
    case 'stopped':
      return still(state);
    case 'opening':
    case 'greeting':
      return now >= state.greetBy ? lose(state, now, random, ['hang_up']) : still(state);
    case 'waiting':
      return now >= state.retryAt ? dial(state, now) : still(state);
    case 'open':
      if (now >= state.heardAt + PEER_SILENCE_MAX_MS || (state.proofBy !== null && now >= state.proofBy)) {
        return lose(state, now, random, ['hang_up']);
      }
      return now >= state.pingAt
        ? { state: { ...state, pingAt: now + state.heartbeatMs }, effects: ['ping'] }
        : still(state);
    default:
      return state.phase satisfies never;
  }
}

function wake(state: Connection, now: number): ConnectionStep {
  switch (state.phase) {
    case 'waiting':
      return dial(state, now);
    case 'open':
      if (state.proofBy !== null) return still(state);
      return {
        state: { ...state, proofBy: now + PROOF_WITHIN_MS, pingAt: now + state.heartbeatMs },
        effects: ['ping'],
      };
    case 'idle':
    case 'opening':
    case 'greeting':
    case 'stopped':
      return still(state);
    default:
      return state.phase satisfies never;
  }
}

function lose(state: Connection, now: number, random: number, effects: readonly ConnectionEffect[]): ConnectionStep {
  const wasOpen = state.phase === 'open';
  // The first try after a good connection comes almost at once; a server that welcomes and drops does not reset it.
  const failures = wasOpen && now - state.openAt >= STEADY_MS ? 0 : state.failures + 1;
  const lostAt = state.lostAt ?? now;
  return {
    state: {
      ...state,
      phase: 'waiting',
      failures,
      lostAt,
      quietUntil: state.lostAt === null ? now + QUIET_MS : state.quietUntil,
      retryAt: now + backoffMs(failures, random),
      proofBy: null,
    },
    effects,
  };
}
