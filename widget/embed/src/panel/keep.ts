// Keeping the tab's token, and forgetting it.

import { type Kept, TAB_KEY } from '../tab.ts';

/** Keeps the token. False where the browser refuses storage: memory must do, and a reload is the end. */
export function keepToken(site: string, token: string, at: number): boolean {
  try {
    sessionStorage.setItem(TAB_KEY, JSON.stringify({ site, token, at } satisfies Kept));
    return true;
  } catch {
    // A private window or a strict setting.
    return false;
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
