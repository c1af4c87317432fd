// What a worker chose for this device: shortcuts, sound, columns. Nothing about any visitor is ever stored.

import { effect, signal } from '@preact/signals';

const KEY = 'netreach.console';

/** How many conversations may stand side by side. */
export type Columns = 1 | 2 | 3;

interface Preferences {
  shortcuts: boolean;
  sound: boolean;
  columns: Columns;
  firstRunDone: boolean;
}

const DEFAULTS: Preferences = { shortcuts: true, sound: true, columns: 2, firstRunDone: false };

/** What this device was told. */
export const preferences = signal<Preferences>(load());

/** Changes one of them. */
export function prefer(change: Partial<Preferences>): void {
  preferences.value = { ...preferences.value, ...change };
}

function load(): Preferences {
  try {
    return read(JSON.parse(localStorage.getItem(KEY) ?? '{}'));
  } catch {
    // No storage, or not ours: the defaults do.
    return DEFAULTS;
  }
}

/** Takes from a stored value what is a preference, and leaves the rest. */
export function read(stored: unknown): Preferences {
  const from = (typeof stored === 'object' && stored !== null ? stored : {}) as Record<string, unknown>;
  const flag = (name: 'shortcuts' | 'sound' | 'firstRunDone') =>
    typeof from[name] === 'boolean' ? (from[name] as boolean) : DEFAULTS[name];
  const columns = from['columns'];
  return {
    shortcuts: flag('shortcuts'),
    sound: flag('sound'),
    firstRunDone: flag('firstRunDone'),
    columns: columns === 1 || columns === 2 || columns === 3 ? columns : DEFAULTS.columns,
  };
}

effect(() => {
  const value = JSON.stringify(preferences.value);
  try {
    localStorage.setItem(KEY, value);
  } catch {
    // No storage: the choice holds until the window closes.
  }
});
