// The lines between the messages, in words.

import type { Conversation, Happening } from '@netreach/client';
import { t } from '../text/index.ts';
import { workerOf } from './lines.ts';

/** What happened, in words for the worker with the number `mine`. */
export function happeningInWords(line: Happening, conversation: Conversation, mine: number | null): string {
  const { what } = line;
  const words = t.conversation;
  switch (what.is) {
    case 'visitor_here':
      return words.visitorBack;
    case 'visitor_not_here':
      return words.visitorLost;
    case 'standing':
      return t.standing.happened[what.standing.kind];
    default: {
      const worker = workerOf(conversation, what.worker);
      const name = worker?.name ?? '';
      const own = what.worker === mine;
      switch (what.is) {
        case 'joined':
          // Lead and second change places, and the line would change with them; who leads stands in the head.
          if (worker?.seat === 'supervisor') return own ? words.youJoinedAsSupervisor : words.joinedAsSupervisor(name);
          return own ? words.youJoined : words.joined(name);
        case 'left':
          return words.left(name);
        case 'lead':
          return own ? words.youLeadNow : words.nowLead(name);
        case 'here':
          return words.connectionBackOf(name);
        case 'not_here':
          return words.connectionLostOf(name);
        case 'slow_down':
          return own ? words.slowDownFromYou : words.slowDownFrom(name);
        case 'supervisor_called':
          return own ? words.supervisorCalledByYou : words.supervisorCalledBy(name);
        default:
          return what satisfies never;
      }
    }
  }
}
