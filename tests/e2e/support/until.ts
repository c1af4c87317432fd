import type { Locator } from 'playwright-core';
import { expect } from 'vitest';

/** Longest wait for something that must happen, in milliseconds: a small machine under load, not a measure of speed. */
export const WAIT_MS = 15_000;

/** Waits until what is read fits: `await until(() => page.title()).toBe('Chat')`. */
export function until<T>(read: () => Promise<T> | T, timeout = WAIT_MS) {
  return expect.poll(read, { timeout, interval: 50 });
}

/** Waits until it is on the screen. */
export function shown(locator: Locator, timeout = WAIT_MS): Promise<void> {
  return locator.first().waitFor({ state: 'visible', timeout });
}

/** Waits until it is not on the screen. */
export function hidden(locator: Locator, timeout = WAIT_MS): Promise<void> {
  return locator.first().waitFor({ state: 'hidden', timeout });
}
