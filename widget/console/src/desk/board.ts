// Which conversations stand side by side, and which of them the keys are for.

import { computed, signal } from '@preact/signals';
import { dismiss, live, look, onEffect } from '../live/live.ts';
import { preferences } from '../preferences.ts';
import { onForget } from '../session.ts';
import { t } from '../text/index.ts';
import { onceShown } from '../ui/focus.ts';
import { say } from '../ui/toast.tsx';

/** Narrowest column in which a conversation can be worked in, in pixels. */
const COLUMN_MIN_PX = 340;
/** The list at the side, in pixels. */
const SIDE_PX = 304;
/** Below this width there is one thing at a time: the list, or one conversation. */
export const PHONE_MAX_PX = 760;

const width = signal(typeof innerWidth === 'undefined' ? 1440 : innerWidth);
if (typeof addEventListener !== 'undefined') {
  addEventListener('resize', () => {
    width.value = innerWidth;
  });
}

/** Whether there is room for one thing only. */
export const isPhone = computed(() => width.value < PHONE_MAX_PX);
/** How many columns there may be now: what the worker chose, as far as they fit. */
export const columnsNow = computed(() => columnsThatFit(width.value, preferences.value.columns));

/** How many columns fit into `px`, up to `wanted`; one at least. */
export function columnsThatFit(px: number, wanted: number): number {
  if (px < PHONE_MAX_PX) return 1;
  return Math.max(1, Math.min(wanted, Math.floor((px - SIDE_PX) / COLUMN_MIN_PX)));
}

/** What stands where: the ids in the columns, left to right, and the one in use. */
export interface Board {
  open: readonly string[];
  active: string | null;
}

const EMPTY: Board = { open: [], active: null };
/** The board. */
export const board = signal<Board>(EMPTY);

/** The ids that are on screen now, the one in use among them. */
export const shown = computed(() => visible(board.value, columnsNow.value));

/** The part of a board that `columns` columns can show. */
export function visible({ open, active }: Board, columns: number): readonly string[] {
  if (open.length <= columns) return open;
  const at = Math.max(0, active === null ? 0 : open.indexOf(active));
  const from = Math.min(Math.max(0, at - columns + 1), open.length - columns);
  return open.slice(from, from + columns);
}

/** Opens a conversation and makes it the one in use: in its column, in a free one, or in place of the one in use. */
export function opened(before: Board, id: string, columns: number): Board {
  if (before.open.includes(id)) return { ...before, active: id };
  const shownNow = visible(before, columns);
  if (shownNow.length < columns) return { open: [...shownNow, id], active: id };
  const replaced = before.active !== null && shownNow.includes(before.active) ? before.active : shownNow.at(-1);
  return { open: shownNow.map((each) => (each === replaced ? id : each)), active: id };
}

/** Puts a new conversation into a free column, without taking the focus of the one in use. */
export function placed(before: Board, id: string, columns: number): Board {
  if (before.open.includes(id) || visible(before, columns).length >= columns) return before;
  return { open: [...before.open, id], active: before.active ?? id };
}

/** Takes a conversation off the board. */
export function removed(before: Board, id: string): Board {
  const at = before.open.indexOf(id);
  if (at < 0) return before;
  const open = before.open.filter((each) => each !== id);
  const active = before.active === id ? (open[Math.min(at, open.length - 1)] ?? null) : before.active;
  return { open, active };
}

/** The id `by` steps further in a list, round its ends; the first or last if there is none yet. */
export function neighbour(ids: readonly string[], from: string | null, by: 1 | -1): string | null {
  if (ids.length === 0) return null;
  const at = from === null ? -1 : ids.indexOf(from);
  if (at < 0) return (by === 1 ? ids[0] : ids.at(-1)) ?? null;
  return ids[(at + by + ids.length) % ids.length] ?? null;
}

/** Opens a conversation because the worker asked for it: that stops its ring, and takes the focus there. */
export function open(id: string): void {
  board.value = opened(board.value, id, columnsNow.value);
  look(id);
  onceShown(() => document.getElementById(`conversation-${id}`)?.focus());
}

/** Makes a column the one in use. */
export function activate(id: string): void {
  if (board.value.active !== id) board.value = { ...board.value, active: id };
}

/** Takes a column away; the conversation goes on in the list. */
export function closeColumn(id: string): void {
  board.value = removed(board.value, id);
}

/** Back to the list, on a phone. */
export function toList(): void {
  const from = board.value.active;
  board.value = EMPTY;
  onceShown(() => document.querySelector<HTMLElement>(`[data-id="${CSS.escape(from ?? '')}"]`)?.focus());
}

onForget(() => {
  board.value = EMPTY;
});

onEffect((effect) => {
  // On a phone a new conversation waits in the list: it must not push aside what is being written.
  if (effect.kind === 'given' && !isPhone.value) {
    board.value = placed(board.value, effect.conversation, columnsNow.value);
  } else if (effect.kind === 'wiped') {
    const parted = live.value.parted.find((each) => each.id === effect.conversation);
    // Where it is on screen, its column says how it ended, until the worker closes it.
    if (parted && shown.value.includes(parted.id)) return;
    board.value = removed(board.value, effect.conversation);
    if (!parted) return;
    dismiss(parted.id);
    say(`${parted.nickname}: ${t.conversation.endedBy[parted.by]}`);
  }
});
