import type { Conversation, Suggestion } from '@netreach/client';
import { blanks } from '../canned/blanks.ts';
import { command, writeInto } from '../live/live.ts';
import { t } from '../text/index.ts';
import { Badge, Button } from '../ui/index.ts';
import { timeOfDay } from '../words.ts';
import { lockOf } from './composer-state.ts';
import { workerOf } from './lines.ts';
import { StaffOnly } from './log.tsx';
import { RichText } from './rich-text.tsx';

interface SuggestionProps {
  suggestion: Suggestion;
  conversation: Conversation;
  mine: number | null;
  isLead: boolean;
  onUse: (id: string, text: string) => void;
}

/** What a worker proposes to the lead; the lead edits it, sends it as it is, or sets it aside. */
export function SuggestionLine({ suggestion, conversation, mine, isLead, onUse }: SuggestionProps) {
  const own = suggestion.worker === mine;
  const open = suggestion.state === 'open';
  const who = own
    ? t.conversation.suggestionFromYou
    : t.conversation.suggestionFrom(workerOf(conversation, suggestion.worker)?.name ?? '');
  const id = conversation.conversation;
  const locked = lockOf(conversation, 'message') !== null;
  return (
    <div
      class={open ? 'line line-suggestion' : 'line line-suggestion line-suggestion-closed'}
      data-test="suggestion"
      data-state={suggestion.state}
    >
      <p class="line-who">
        {who} <StaffOnly />
      </p>
      <RichText text={suggestion.text} />
      <p class="line-foot">
        <time class="line-time">{timeOfDay(suggestion.at)}</time>
        {open && !isLead ? <Badge>{t.conversation.suggestionOpen}</Badge> : null}
        {suggestion.state === 'sent' ? <Badge kind="ok">{t.conversation.suggestionSent}</Badge> : null}
        {suggestion.state === 'dropped' ? <Badge>{t.conversation.suggestionDropped}</Badge> : null}
      </p>
      {open && isLead ? (
        <div class="row">
          <Button small kind="primary" onClick={() => onUse(suggestion.id, suggestion.text)} data-test="suggestion-use">
            {t.conversation.use}
          </Button>
          {blanks(suggestion.text).length > 0 ? null : (
            <Button
              small
              aria-disabled={locked}
              onClick={() => writeInto(id, { kind: 'message', text: suggestion.text, suggestion: suggestion.id })}
              data-test="suggestion-send"
            >
              {t.conversation.sendAsIs}
            </Button>
          )}
          <Button
            small
            kind="quiet"
            onClick={() => command({ do: 'drop_suggestion', conversation: id, id: suggestion.id })}
            data-test="suggestion-drop"
          >
            {t.conversation.setAside}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
