import type { Conversation } from '@netreach/client';
import { live } from '../live/live.ts';
import { t } from '../text/index.ts';
import { workerOf } from './lines.ts';

/** Who is writing now. Outside the log, and not read out: it would interrupt at every pause. */
export function TypingLine({ conversation, mine }: { conversation: Conversation; mine: number | null }) {
  const now = live.value.typing.filter(
    (each) => each.conversation === conversation.conversation && (each.worker === null || each.worker !== mine),
  );
  return (
    <div class="typing" data-test="typing">
      {now.map((each) => {
        if (each.worker === null) return <span key="visitor">{t.conversation.typingVisitor}</span>;
        const name = workerOf(conversation, each.worker)?.name ?? '';
        const words = {
          message: t.conversation.typingMessage,
          aside: t.conversation.typingAside,
          suggestion: t.conversation.typingSuggestion,
        }[each.in];
        return (
          <span key={each.worker} class={each.in === 'message' ? 'typing-collision' : undefined}>
            {words(name)}
          </span>
        );
      })}
    </div>
  );
}
