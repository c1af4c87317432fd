// Listens to the keyboard and carries out what a key asks for.

import { board, neighbour, open } from '../desk/board.ts';
import { unreadOf } from '../live/fold.ts';
import { live } from '../live/live.ts';
import { type Columns, prefer, preferences } from '../preferences.ts';
import { address, navigate, segments } from '../router.ts';
import { helpOpen } from './help.ts';
import { type Action, actionFor, placeOf } from './keymap.ts';

/** What the conversation in use does for a key. */
export interface ConversationKeys {
  reply: () => void;
  aside: () => void;
  toAside: () => void;
  canned: () => void;
  swap: () => void;
  slow: () => void;
  end: () => void;
}

const conversations = new Map<string, ConversationKeys>();

/** Registers what a conversation on screen does; the answer takes it back. */
export function registerKeys(id: string, keys: ConversationKeys): () => void {
  conversations.set(id, keys);
  return () => {
    if (conversations.get(id) === keys) conversations.delete(id);
  };
}

/** Begins to listen; the answer stops it. */
export function startKeys(): () => void {
  const listener = (event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    const action = actionFor(event, placeOf(event.target), preferences.value.shortcuts);
    if (action && carryOut(action)) event.preventDefault();
  };
  document.addEventListener('keydown', listener);
  return () => document.removeEventListener('keydown', listener);
}

function carryOut(action: Action): boolean {
  if (action === 'help') {
    helpOpen.value = true;
    return true;
  }
  if (action === 'leave') {
    leave();
    return true;
  }
  if (segments.value.length > 0) {
    if (action !== 'next' && action !== 'previous' && action !== 'unread') return false;
    navigate(address());
  }
  const ids = live.value.held.map((held) => held.conversation.conversation);
  switch (action) {
    case 'next':
      return go(neighbour(ids, board.value.active, 1));
    case 'previous':
      return go(neighbour(ids, board.value.active, -1));
    case 'unread':
      return go(nextUnread());
    case 'columns1':
      return setColumns(1);
    case 'columns2':
      return setColumns(2);
    case 'columns3':
      return setColumns(3);
    case 'reply':
    case 'aside':
    case 'toAside':
    case 'canned':
    case 'swap':
    case 'slow':
    case 'end': {
      const keys = board.value.active === null ? undefined : conversations.get(board.value.active);
      keys?.[action]();
      return keys !== undefined;
    }
    default:
      return action satisfies never;
  }
}

/** The first after the one in use that rings or holds something unread; what rings goes first. */
function nextUnread(): string | null {
  const all = live.value.held;
  const rings = all.find((held) => held.ringing);
  if (rings) return rings.conversation.conversation;
  const at = all.findIndex((held) => held.conversation.conversation === board.value.active);
  const round = [...all.slice(at + 1), ...all.slice(0, at + 1)];
  return round.find((held) => unreadOf(live.value, held) > 0)?.conversation.conversation ?? null;
}

function go(id: string | null): boolean {
  if (id === null) return false;
  open(id);
  return true;
}

function setColumns(columns: Columns): boolean {
  prefer({ columns });
  return true;
}

/** Out of a text field, to the conversation or page around it. */
function leave(): void {
  const from = document.activeElement;
  const around = from?.closest<HTMLElement>('[data-conversation]') ?? document.getElementById('content');
  around?.focus();
}
