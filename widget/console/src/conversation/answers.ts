// Canned answers for one conversation: the desk's library, searched for this visitor, filled with what is known.

import type { Conversation } from '@netreach/client';
import type { Seated } from '@netreach/protocol';
import { fill } from '../canned/blanks.ts';
import { library } from '../canned/library.ts';
import type { PickerView } from '../canned/picker-state.ts';
import { type Hit, search } from '../canned/search.ts';
import { valuesFor } from '../canned/variables.ts';
import { live } from '../live/live.ts';

/** The answers that fit, and why there may be none. */
export function findAnswers(
  desk: string,
  conversation: Conversation,
  query: string,
): Pick<PickerView, 'hits' | 'trouble'> {
  const known = library(desk).value;
  if (known.state !== 'here') return { hits: [], trouble: known.state };
  if (known.canned.answers.length === 0) return { hits: [], trouble: 'none' };
  return { hits: search(known.canned.answers, query, conversation.opened?.language ?? 'en'), trouble: null };
}

/** The text of an answer with every blank filled that can be. */
export function filledFor(desk: string, conversation: Conversation, mine: Seated | undefined, hit: Hit): string {
  const known = library(desk).peek();
  if (known.state !== 'here') return hit.text;
  const values = valuesFor({
    canned: known.canned,
    project: conversation.opened?.project ?? '',
    desk: conversation.opened?.desk ?? '',
    state: live.peek().desks.find((each) => each.desk === desk)?.state ?? null,
    language: hit.language,
    organisation: mine?.organisation ?? '',
    screenName: mine?.name ?? '',
  });
  return fill(hit.text, values);
}
