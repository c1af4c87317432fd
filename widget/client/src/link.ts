// Runs the connection on a real or a fake socket. Everything from outside comes in through `Ports`.

import {
  type Connection,
  type ConnectionHealth,
  type ConnectionInput,
  connectionDeadline,
  connectionHealth,
  type FrameSeen,
  healthDeadline,
  IDLE_CONNECTION,
  stepConnection,
} from './connection.ts';

/** What a dialled socket reports. */
export type SocketEvents = {
  readonly opened: () => void;
  readonly text: (text: string) => void;
  /** Closed or failed; called at most once matters. */
  readonly closed: () => void;
};

/** A socket that was dialled. */
export type Socket = { readonly send: (text: string) => void; readonly close: () => void };

/** The outside world of a link. `browserPorts` makes the real one. */
export type Ports = {
  /** Opens a socket; the events come later, never from inside this call. */
  readonly dial: (events: SocketEvents) => Socket;
  /** Milliseconds that only grow. */
  readonly now: () => number;
  /** A number in [0, 1). */
  readonly random: () => number;
  /** Calls back once after so many milliseconds; the answer cancels it. */
  readonly after: (ms: number, call: () => void) => () => void;
  /** Calls back whenever the network or the tab comes back; the answer stops that. */
  readonly onWake: (call: () => void) => () => void;
};

/** Who uses a link. */
export type LinkUser<Out, In extends FrameSeen> = {
  /** The first frame of every connection, made afresh each time. */
  readonly hello: () => Out;
  /** A frame of the server, after the transport took its own part of it. */
  readonly onFrame: (frame: In) => void;
  /** The connection is lost: what was under way must be sent again after the next welcome. */
  readonly onLost: () => void;
  /** What people are told has changed. */
  readonly onHealth: (health: ConnectionHealth) => void;
};

/** A connection that keeps itself alive until it is stopped. */
export type Link<Out> = {
  /** Dials, once. */
  readonly start: () => void;
  /** Sends if the connection is open. False: nothing was sent. */
  readonly send: (frame: Out) => boolean;
  /** Drops the socket and resumes on a new one: what came in has a gap. */
  readonly distrust: () => void;
  /** Hangs up for good. What was sent before still leaves. */
  readonly stop: () => void;
  /** What people are told. */
  readonly health: () => ConnectionHealth;
};

/** Makes a link that does nothing until `start`. */
export function createLink<Out, In extends FrameSeen>(ports: Ports, user: LinkUser<Out, In>): Link<Out> {
  let state: Connection = IDLE_CONNECTION;
  let socket: Socket | null = null;
  // Late words of a socket that was given up are not listened to: each dial has its own number.
  let dialled = 0;
  let cancelTimer: () => void = () => {};
  let told: ConnectionHealth = 'idle';
  let stopWake: () => void = () => {};

  function take(input: ConnectionInput): void {
    const before = state;
    const step = stepConnection(before, input, ports.now(), ports.random());
    state = step.state;
    for (const effect of step.effects) {
      switch (effect) {
        case 'dial':
          open();
          break;
        case 'hang_up':
          hangUp();
          break;
        case 'hello':
          socket?.send(JSON.stringify(user.hello()));
          break;
        case 'ping':
          socket?.send('{"type":"ping"}');
          break;
        default:
          effect satisfies never;
      }
    }
    if (isThere(before) && !isThere(state)) user.onLost();
    settle();
  }

  function settle(): void {
    cancelTimer();
    const now = ports.now();
    const health = connectionHealth(state, now);
    const deadlines = [connectionDeadline(state), healthDeadline(state, now)].filter((at) => at !== null);
    cancelTimer =
      deadlines.length > 0
        ? ports.after(Math.max(0, Math.min(...deadlines) - now), () => take({ kind: 'tick' }))
        : () => {};
    if (health !== told) {
      told = health;
      user.onHealth(health);
    }
  }

  function open(): void {
    dialled += 1;
    const mine = dialled;
    const ifMine = (call: () => void) => {
      if (mine === dialled) call();
    };
    socket = ports.dial({
      opened: () => ifMine(() => take({ kind: 'opened' })),
      closed: () => ifMine(() => take({ kind: 'closed' })),
      text: (text) =>
        ifMine(() => {
          const frame = readFrame<In>(text);
          if (frame === null) return take({ kind: 'distrust' });
          take({ kind: 'frame', frame });
          if (frame.type !== 'pong' && frame.type !== 'going_away') user.onFrame(frame);
        }),
    });
  }

  function hangUp(): void {
    dialled += 1;
    socket?.close();
    socket = null;
  }

  return {
    start() {
      stopWake();
      stopWake = ports.onWake(() => take({ kind: 'wake' }));
      take({ kind: 'start' });
    },
    send(frame) {
      if (state.phase !== 'open' || socket === null) return false;
      socket.send(JSON.stringify(frame));
      return true;
    },
    distrust: () => take({ kind: 'distrust' }),
    stop() {
      stopWake();
      take({ kind: 'stop' });
    },
    health: () => told,
  };
}

function isThere(state: Connection): boolean {
  return state.phase === 'greeting' || state.phase === 'open';
}

/** The frame in a text; null if it is none. The server is trusted for the shape beyond `type`. */
function readFrame<In extends FrameSeen>(text: string): In | null {
  try {
    const value: unknown = JSON.parse(text);
    const isFrame = typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
    return isFrame ? (value as In) : null;
  } catch {
    return null;
  }
}
