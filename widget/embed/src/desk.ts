// Open or closed, read again by itself: when the server says that it may change, and every few minutes while looked at.

import type { DeskState, SitePublic } from '@netreach/protocol';

/** Time between two looks while nothing is expected, in milliseconds. */
export const LOOK_EVERY_MS = 180_000;
/** Time to the next look after one that failed, in milliseconds. */
const RETRY_MS = 5_000;
/** Looks that must fail in a row before it is said. */
const FAILURES_TOLD = 2;
/** A widget on many pages must not ask in the same second: this much is spread. */
const SPREAD_MS = 5_000;

/** A running watch. */
export type DeskWatch = { readonly stop: () => void };

/** When to look next, in milliseconds from `now`. `random` is in [0, 1). */
export function nextLookMs(state: DeskState, now: number, everyMs: number, random: number): number {
  const untilChange = state.changes_at === null ? everyMs : Math.max(0, state.changes_at - now) + 500;
  return Math.min(everyMs, untilChange) + Math.floor(random * SPREAD_MS);
}

/** Tells every new state of a site's desk; null when it cannot be reached. No cookie, no referrer. */
export function watchDesk(site: SitePublic, everyMs: number, told: (state: DeskState | null) => void): DeskWatch {
  let stopped = false;
  let failures = 0;
  let timer = setTimeout(look, nextLookMs(site.state, Date.now(), everyMs, Math.random()));

  async function look(): Promise<void> {
    clearTimeout(timer);
    if (document.visibilityState === 'hidden') return;
    let wait = RETRY_MS;
    try {
      const state = await readDesk(site.site);
      failures = 0;
      wait = nextLookMs(state, Date.now(), everyMs, Math.random());
      if (!stopped) told(state);
    } catch {
      failures += 1;
      if (failures === FAILURES_TOLD && !stopped) told(null);
    }
    if (!stopped) timer = setTimeout(look, wait * Math.max(1, Math.min(failures, 12)));
  }
  const seen = () => {
    if (document.visibilityState === 'visible' && !stopped) void look();
  };
  document.addEventListener('visibilitychange', seen);
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
    },
  };
}

async function readDesk(key: string): Promise<DeskState> {
  const answer = await fetch(`/api/v1/sites/${encodeURIComponent(key)}`, { credentials: 'omit', cache: 'no-store' });
  if (!answer.ok) throw new Error(String(answer.status));
  return ((await answer.json()) as SitePublic).state;
}
