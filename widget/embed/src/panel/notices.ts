// What is said about the connection, the workers and refusals: keys of the language files, chosen by pure functions.

import type { ConnectionHealth, Conversation, VisitorSession } from '@netreach/client';
import type { DeskState, EndedBy, ErrorCode, SiteTexts } from '@netreach/protocol';
import type { Key } from './words.ts';

/** A line to show, with what fills its blanks. */
export type Notice = {
  readonly key: Key;
  readonly values: Readonly<Record<string, string>>;
  readonly tone: 'calm' | 'warn';
};

/** What is said about the connection during a conversation; null while all is well, or quiet. */
export function connectionNotice(session: VisitorSession, health: ConnectionHealth): Notice | null {
  if (health === 'trouble') return { key: 'trouble', values: {}, tone: 'warn' };
  const { conversation } = session;
  if (health === 'open' && conversation?.caughtUp === false) {
    return { key: 'catching_up', values: {}, tone: 'calm' };
  }
  return null;
}

/** What is said about the workers; null while the pair is whole. */
export function standingNotice(conversation: Conversation): Notice | null {
  const here = conversation.workers.find((worker) => worker.here)?.name;
  const values = { name: here ?? '' };
  if (conversation.standing === null) return null;
  const { kind } = conversation.standing;
  switch (kind) {
    case 'waiting':
    case 'full':
      return null;
    case 'grace':
      return { key: here === undefined ? 'standing_grace_none' : 'standing_grace', values, tone: 'calm' };
    case 'held':
      return { key: 'standing_held', values, tone: 'warn' };
    case 'finishing':
      return here === undefined
        ? { key: 'standing_grace_none', values, tone: 'calm' }
        : { key: 'standing_finishing', values, tone: 'calm' };
    case 'supervised':
      return { key: 'standing_supervised', values, tone: 'warn' };
    default:
      return kind satisfies never;
  }
}

/** Whether the other ways to get help belong beside what is said about the workers. */
export function offersOtherWays(conversation: Conversation): boolean {
  const kind = conversation.standing?.kind;
  return kind === 'held' || kind === 'supervised';
}

/** A refusal in plain words. */
export function refusalKey(code: ErrorCode): Key {
  switch (code) {
    case 'desk_closed':
      return 'refused_closed';
    case 'queue_full':
      return 'refused_queue';
    case 'nickname_not_allowed':
      return 'refused_nickname';
    case 'too_long':
    case 'too_large':
      return 'refused_long';
    case 'forbidden_character':
      return 'refused_characters';
    case 'empty':
      return 'refused_empty';
    case 'too_many_requests':
      return 'refused_often';
    case 'too_many_connections':
      return 'refused_connections';
    case 'conversation_full':
      return 'refused_full';
    case 'ended':
    case 'not_started':
    case 'token_stale':
      return 'refused_over';
    case 'still_waiting':
      return 'refused_waiting';
    default:
      // The rest are about staff, sign-in or a mistake of ours: a visitor can only try again.
      return 'refused_other';
  }
}

/** The desk's own automatic reply for why it is closed. */
export function closedText(state: DeskState, texts: SiteTexts): string {
  switch (state.state) {
    case 'opens_soon':
      return texts.closed_opens_soon;
    case 'no_pair':
      return texts.closed_no_pair;
    case 'queue_full':
      return texts.closed_queue_full;
    case 'exception':
      return texts.closed_exception;
    case 'outside_hours':
    case 'no_hours':
    case 'open':
    case 'busy':
      return texts.closed_outside_hours;
    default:
      return state.state satisfies never;
  }
}

/** A sentence that says when the desk opens next. */
const SENTENCE_OF_OPENING = /[^.!?\n]*\{\{\s*next_opening\s*\}\}[^.!?\n]*[.!?]?/g;

/**
 * Puts the next opening and the other channels into a text of the desk. Where no opening is planned, the sentences that
 * would name it are left out: nothing is promised.
 */
export function fillDeskText(text: string, nextOpening: string | null, otherChannels: string): string {
  const honest = nextOpening === null ? text.replaceAll(SENTENCE_OF_OPENING, '') : text;
  return honest
    .replaceAll(/\{\{\s*next_opening\s*\}\}/g, () => nextOpening ?? '')
    .replaceAll(/\{\{\s*other_channels\s*\}\}/g, () => otherChannels)
    .trim();
}

/** Whether a text of the desk names the other channels itself. */
export function namesOtherChannels(text: string): boolean {
  return /\{\{\s*other_channels\s*\}\}/.test(text);
}

/** Why a conversation ended, in plain words. */
export function endedKey(by: EndedBy | null): Key {
  switch (by) {
    case null:
    case 'visitor':
      return 'ended_visitor';
    case 'workers':
      return 'ended_workers';
    case 'idle':
      return 'ended_idle';
    case 'visitor_gone':
      return 'ended_gone';
    default:
      return by satisfies never;
  }
}
