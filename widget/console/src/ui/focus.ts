/**
 * Calls `then` once what was just decided is on screen: a box that was opened exists, and a dialog that was closed no
 * longer makes the rest of the page inert.
 */
export function onceShown(then: () => void): void {
  requestAnimationFrame(() => setTimeout(then, 0));
}
