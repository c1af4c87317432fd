// How components read the store.

import { createContext } from 'preact';
import { useContext, useLayoutEffect, useState } from 'preact/hooks';
import type { PanelState, PanelStore } from './store.ts';
import type { Words } from './words.ts';

/** Given to every component of the panel. */
export const StoreContext = createContext<PanelStore | null>(null);

/** The store, and a new drawing whenever it changes. */
export function useStore(): { store: PanelStore; state: PanelState; words: Words } {
  const store = useContext(StoreContext);
  if (store === null) throw new Error('a panel component stands outside of the panel');
  const state = store.state();
  return { store, state, words: state.words };
}

/** Draws again on every change; for the outermost component alone. */
export function useChanges(store: PanelStore): PanelState {
  const [, draw] = useState({});
  // In the layout phase: a change between drawing and listening would be missed, and the screen would stay as it was.
  useLayoutEffect(() => store.subscribe(() => draw({})), [store]);
  return store.state();
}
