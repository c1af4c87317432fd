// The one thing that a tab may keep: the token to come back with, after the visitor has written.

import { VISITOR_AWAY_MAX_MS } from '@netreach/protocol';

/** Where it stands in sessionStorage; the name tells nothing. */
export const TAB_KEY = 'tab';

/** How a kept token may be used on a page that was just loaded. */
export type Resume = 'silent' | 'ask' | 'no';

/** What is kept. */
export type Kept = { readonly site: string; readonly token: string; readonly at: number };

/** The token that this tab keeps for a site, if it is not too old. */
export function keptToken(site: string, now: number): string | null {
  try {
    const kept = JSON.parse(sessionStorage.getItem(TAB_KEY) ?? 'null') as Kept | null;
    const fits = kept?.site === site && now - kept.at < VISITOR_AWAY_MAX_MS && now >= kept.at;
    return fits ? kept.token : null;
  } catch {
    return null;
  }
}

/**
 * What to do with a kept token: a reload goes on by itself, any other way of coming asks first.
 *
 * Whoever opens a page that was left, or a copy of the tab, should not find a conversation on the screen.
 */
export function resumeFor(navigation: string | undefined, token: string | null): Resume {
  if (token === null) return 'no';
  return navigation === 'reload' ? 'silent' : 'ask';
}

/** How this document was come to, as the browser says. */
export function ownNavigation(): string | undefined {
  const [entry] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  return entry?.type;
}
