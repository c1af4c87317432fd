// What stands in the log of a conversation: what has arrived, then what is still on its way.

import type { Conversation, Entry, Mark, Outbox, OutboxEntry } from '@netreach/client';
import { markOf } from '@netreach/client';
import type { Seated, StaffCommand } from '@netreach/protocol';

/** Something that I wrote and that has not arrived. */
export interface OnItsWay {
  kind: 'on_its_way';
  id: string;
  what: 'message' | 'suggestion' | 'aside';
  text: string;
  at: number;
  failed: OutboxEntry<StaffCommand>['code'];
}

/** One line of the log. */
export type Line = Entry | OnItsWay;

/** A key that a line keeps while it goes from the outbox to the log, so that its node stays. */
export function keyOf(line: Line): string {
  return line.kind === 'happening' ? line.key : line.id;
}

/** All lines, oldest first. */
export function linesOf(conversation: Conversation, outbox: Outbox<StaffCommand>): Line[] {
  const waiting = outbox.entries.flatMap((entry): OnItsWay[] => {
    if (entry.lane !== conversation.conversation) return [];
    const { command } = entry;
    const base = { kind: 'on_its_way', id: entry.id, at: entry.at, failed: entry.code } as const;
    switch (command.do) {
      case 'message':
        return [{ ...base, what: 'message', text: command.text }];
      case 'suggest':
        return [{ ...base, what: 'suggestion', text: command.text }];
      case 'aside':
        return [{ ...base, what: 'aside', text: command.text }];
      default:
        return [];
    }
  });
  return [...conversation.entries, ...waiting];
}

/** The name of a worker by number, also of one who has left. */
export function workerOf(conversation: Conversation, worker: number): Seated | undefined {
  return conversation.known[worker];
}

/** The id of my last message and how far it has come: marks stand below it alone, which covers those before. */
export function lastMark(conversation: Conversation, mine: number | null): { id: string; mark: Mark } | null {
  const own = conversation.entries.filter(
    (entry) => entry.kind === 'message' && entry.author !== 'visitor' && entry.author.worker === mine,
  );
  const last = own.at(-1);
  return last?.kind === 'message' ? { id: last.id, mark: markOf(conversation, last) } : null;
}

/** When the visitor was last heard, for telling silent from gone; null before their first message. */
export function visitorLastAt(conversation: Conversation): number | null {
  const last = conversation.entries.filter((entry) => entry.kind === 'message' && entry.author === 'visitor').at(-1);
  return last?.at ?? null;
}
