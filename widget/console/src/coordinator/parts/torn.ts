// Drafts of forms that went away without anybody being asked, such as through the account menu. They are in this
// window's memory only, and the form takes its own back when it is shown again.

import { onForget } from '../../session.ts';

const torn = new Map<string, object>();

onForget(() => torn.clear());

/** Keeps the draft of the form at an address. */
export function keepDraft(path: string, draft: object): void {
  torn.set(path, draft);
}

/** The draft that was kept for an address, once. */
export function takeDraft<D extends object>(path: string): D | null {
  const draft = torn.get(path) as D | undefined;
  torn.delete(path);
  return draft ?? null;
}
