import { describe, expect, it } from 'vitest';
import {
  BACKOFF_BASE_MS,
  BACKOFF_MAX_MS,
  backoffMs,
  type Connection,
  type ConnectionInput,
  connectionDeadline,
  connectionHealth,
  GREETING_WITHIN_MS,
  IDLE_CONNECTION,
  PROOF_WITHIN_MS,
  QUIET_MS,
  STEADY_MS,
  stepConnection,
} from '../src/index.ts';

const WELCOME = { kind: 'frame', frame: { type: 'welcome', heartbeat_ms: 15_000 } } as const;
const PONG = { kind: 'frame', frame: { type: 'pong' } } as const;

/** Runs a script of [time, input]; answers the state and everything that was to be done. */
function run(script: [number, ConnectionInput][], random = 0.5, from: Connection = IDLE_CONNECTION) {
  let state = from;
  const done: string[] = [];
  for (const [now, input] of script) {
    const step = stepConnection(state, input, now, random);
    state = step.state;
    done.push(...step.effects.map((effect) => `${now} ${effect}`));
  }
  return { state, done };
}

const UP: [number, ConnectionInput][] = [
  [0, { kind: 'start' }],
  [10, { kind: 'opened' }],
  [20, WELCOME],
];

describe('the connection', () => {
  it('dials, says hello and is open with the welcome', () => {
    const { state, done } = run(UP);
    expect(done).toEqual(['0 dial', '10 hello']);
    expect(connectionHealth(state, 20)).toBe('open');
  });

  it('sends a heartbeat when it is due, and not before', () => {
    const { done, state } = run([...UP, [15_019, { kind: 'tick' }], [15_020, { kind: 'tick' }]]);
    expect(done.slice(2)).toEqual(['15020 ping']);
    expect(connectionDeadline(state)).toBe(30_020);
  });

  it('gives a silent server up after 45 seconds', () => {
    const { done, state } = run([...UP, [45_019, { kind: 'tick' }], [45_020, { kind: 'tick' }]]);
    expect(done.at(-1)).toBe('45020 hang_up');
    expect(state.phase).toBe('waiting');
  });

  it('takes any frame for a sign of life', () => {
    const { state } = run([...UP, [40_000, PONG], [45_020, { kind: 'tick' }]]);
    expect(state.phase).toBe('open');
  });

  it('gives up a socket that does not open, and one that opens and does not welcome', () => {
    expect(
      run([
        [0, { kind: 'start' }],
        [GREETING_WITHIN_MS, { kind: 'tick' }],
      ]).done,
    ).toEqual(['0 dial', '10000 hang_up']);
    const { done } = run([
      [0, { kind: 'start' }],
      [9_000, { kind: 'opened' }],
      [10_000, { kind: 'tick' }],
    ]);
    expect(done.at(-1)).toBe('10000 hang_up');
  });

  it('tries again after a wait anywhere between nothing and a growing ceiling', () => {
    expect(backoffMs(0, 0)).toBe(0);
    expect(backoffMs(0, 0.999)).toBeLessThan(BACKOFF_BASE_MS);
    expect(backoffMs(3, 0.5)).toBe((BACKOFF_BASE_MS * 8) / 2);
    expect(backoffMs(60, 0.999)).toBeLessThan(BACKOFF_MAX_MS);
  });

  it('begins the backoff anew only after a connection that held', () => {
    const short = run([...UP, [30, { kind: 'closed' }]]).state;
    expect(short.failures).toBe(1);
    const steady = run([...UP, [20 + STEADY_MS, { kind: 'closed' }]]).state;
    expect(steady.failures).toBe(0);
    expect(steady.retryAt).toBe(20 + STEADY_MS + BACKOFF_BASE_MS / 2);
  });

  it('says nothing of a loss for ten seconds, however many tries fail in them, then says it', () => {
    const lost = run([...UP, [20_000, { kind: 'closed' }]]).state;
    let state = lost;
    for (const at of [20_250, 21_000, 24_000]) {
      state = run(
        [
          [at + 3_000, { kind: 'tick' }],
          [at + 3_001, { kind: 'closed' }],
        ],
        0.5,
        state,
      ).state;
    }
    expect(connectionHealth(state, 20_000 + QUIET_MS - 1)).toBe('connecting');
    expect(connectionHealth(state, 20_000 + QUIET_MS)).toBe('trouble');
  });

  it('comes back when a server that goes away said, and counts that as no failure', () => {
    const away = { kind: 'frame', frame: { type: 'going_away', retry_after_ms: 2_000 } } as const;
    const { state, done } = run([...UP, [5_000, away]]);
    expect(done.at(-1)).toBe('5000 hang_up');
    expect(state).toMatchObject({ phase: 'waiting', failures: 0, retryAt: 8_000 });
    expect(connectionHealth(state, 17_999)).toBe('connecting');
  });

  it('tries at once when the network or the tab comes back', () => {
    const { state, done } = run([...UP, [30, { kind: 'closed' }], [31, { kind: 'wake' }]], 0.999);
    expect(done.at(-1)).toBe('31 dial');
    expect(state.phase).toBe('opening');
  });

  it('asks an open connection for a proof of life, and hangs up without one', () => {
    const asked = run([...UP, [9_000, { kind: 'wake' }]]);
    expect(asked.done.at(-1)).toBe('9000 ping');
    expect(connectionDeadline(asked.state)).toBe(9_000 + PROOF_WITHIN_MS);
    expect(
      run(
        [
          [9_500, PONG],
          [14_000, { kind: 'tick' }],
        ],
        0.5,
        asked.state,
      ).state.phase,
    ).toBe('open');
    expect(run([[14_000, { kind: 'tick' }]], 0.5, asked.state).done).toEqual(['14000 hang_up']);
  });

  it('resumes on a new socket when what came in has a gap', () => {
    expect(run([...UP, [50, { kind: 'distrust' }]]).state.phase).toBe('waiting');
  });

  it('is deaf once it is stopped', () => {
    const { state } = run([...UP, [50, { kind: 'stop' }], [60, { kind: 'wake' }], [70, { kind: 'start' }]]);
    expect(state.phase).toBe('stopped');
    expect(connectionDeadline(state)).toBeNull();
  });
});
