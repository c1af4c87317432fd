// Keeping the tab's token, and forgetting it.

import { type Kept, TAB_KEY } from '../tab.ts';

/** Keeps the token; where the browser refuses storage, nothing happens and memory must do. */
export function keepToken(site: string, token: string, at: number): void {
  try {
    sessionStorage.setItem(TAB_KEY, JSON.stringify({ site, token, at } satisfies Kept));
  } catch {
    // A private window or a strict setting: the conversation lives in memory only.
  }
}

/** Forgets the token. */
export function forgetToken(): void {
  try {
    sessionStorage.removeItem(TAB_KEY);
  } catch {
    // Nothing could be kept, so there is nothing to forget.
  }
}
