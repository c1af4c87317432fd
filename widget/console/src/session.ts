// Who is signed in, in this window.

import type { Me } from '@netreach/protocol';
import { computed, signal } from '@preact/signals';
import { ApiProblem, request, whenSessionIsOver } from './api.ts';

/** `loading` until the server has said who this is. */
export type Session =
  | { state: 'loading' }
  | { state: 'unreachable'; error: unknown }
  | { state: 'out'; why: 'never' | 'chosen' | 'over' }
  | { state: 'in'; me: Me };

/** The session of this window. */
export const session = signal<Session>({ state: 'loading' });

/** Who is signed in, or nobody. */
export const me = computed<Me | null>(() => (session.value.state === 'in' ? session.value.me : null));

/** Who was signed in last in this window: their drafts are kept for them alone. */
let lastPerson: string | null = null;
const wipers: (() => void)[] = [];

/** Registers what to forget when another person signs in, or when somebody signs out by choice. */
export function onForget(wipe: () => void): void {
  wipers.push(wipe);
}

function forgetAll(): void {
  for (const wipe of wipers) wipe();
  lastPerson = null;
}

function enter(who: Me): void {
  if (lastPerson !== null && lastPerson !== who.person) forgetAll();
  lastPerson = who.person;
  session.value = { state: 'in', me: who };
}

/** Asks the server who this is; at the start, and after a change of one's own account. */
export async function loadSession(): Promise<void> {
  try {
    enter(await request<Me>('GET', '/api/v1/session'));
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) {
      if (session.value.state === 'loading') session.value = { state: 'out', why: 'never' };
    } else if (session.value.state !== 'in') {
      session.value = { state: 'unreachable', error };
    }
  }
}

/** Signs in. */
export async function signIn(name: string, password: string): Promise<void> {
  enter(await request<Me>('POST', '/api/v1/session', { sign_in: name, password }));
}

/**
 * Signs out and forgets everything that this window held.
 *
 * @throws if the server could not be told: then the session still lives, and the screen must not say otherwise.
 */
export async function signOut(): Promise<void> {
  try {
    await request<void>('DELETE', '/api/v1/session');
  } catch (error) {
    // Over already is as good as ended now.
    if (!(error instanceof ApiProblem && error.status === 401)) throw error;
  }
  forgetAll();
  session.value = { state: 'out', why: 'chosen' };
}

/** The session ended without being asked: back to the sign-in, drafts stay in memory. */
export function sessionOver(): void {
  if (session.value.state === 'in') session.value = { state: 'out', why: 'over' };
  else if (session.value.state === 'loading') session.value = { state: 'out', why: 'never' };
}

whenSessionIsOver(sessionOver);
