// The canned answers of each desk, fetched when first needed and again when settings change.

import type { DeskCanned } from '@netreach/protocol';
import { effect, type Signal, signal } from '@preact/signals';
import { request } from '../api.ts';
import { settingsChanges } from '../live/live.ts';
import { onForget } from '../session.ts';

/** What is known of a desk's library. */
export type Library =
  | { state: 'loading' }
  | { state: 'failed'; error: unknown }
  | { state: 'here'; canned: DeskCanned };

const libraries = new Map<string, Signal<Library>>();

/** The library of a desk, as a signal. */
export function library(desk: string): Signal<Library> {
  let found = libraries.get(desk);
  if (!found) {
    found = signal<Library>({ state: 'loading' });
    libraries.set(desk, found);
    void fetchLibrary(desk, found);
  }
  return found;
}

/** Fetches it again; what is there stays until the new one has come. */
export async function reloadLibrary(desk: string): Promise<void> {
  const into = libraries.get(desk);
  if (into) await fetchLibrary(desk, into);
}

async function fetchLibrary(desk: string, into: Signal<Library>): Promise<void> {
  try {
    const canned = await request<DeskCanned>('GET', `/api/v1/desks/${encodeURIComponent(desk)}/canned`);
    into.value = { state: 'here', canned };
  } catch (error) {
    if (into.peek().state !== 'here') into.value = { state: 'failed', error };
  }
}

effect(() => {
  if (settingsChanges.value === 0) return;
  for (const desk of libraries.keys()) void reloadLibrary(desk);
});

onForget(() => libraries.clear());
