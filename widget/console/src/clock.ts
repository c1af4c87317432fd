// The time on screen: the server's clock, ticking once a second.

import { signal } from '@preact/signals';

const TICK_MS = 1_000;

/** Now by the server's clock, in milliseconds since 1970 UTC, a new value each second. */
export const now = signal(Date.now());

let ahead = 0;

/** Takes the server's clock from `welcome`, so that a wrong clock here does not show wrong waits. */
export function setServerNow(serverNow: number): void {
  ahead = serverNow - Date.now();
  now.value = serverNow;
}

/** Begins to tick. */
export function startClock(): void {
  setInterval(() => {
    now.value = Date.now() + ahead;
  }, TICK_MS);
}
