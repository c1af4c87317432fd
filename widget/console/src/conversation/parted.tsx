import { closeColumn } from '../desk/board.ts';
import type { Parted } from '../live/fold.ts';
import { dismiss } from '../live/live.ts';
import { t } from '../text/index.ts';
import { Button, Icon } from '../ui/index.ts';

/** What is left of a conversation that is over: how it ended, and nothing that was said. */
export function PartedView({ parted }: { parted: Parted }) {
  return (
    <section class="column" aria-label={t.conversation.region(parted.nickname)} data-test="ended">
      <div class="empty" role="status">
        <span class="empty-mark">
          <Icon name="check" size={56} />
        </span>
        <h2>{parted.nickname}</h2>
        <p>{t.conversation.endedBy[parted.by]}</p>
        <p class="small">{t.conversation.endedHint}</p>
        <Button
          onClick={() => {
            closeColumn(parted.id);
            dismiss(parted.id);
          }}
          data-test="close-ended"
        >
          {t.conversation.closeEnded}
        </Button>
      </div>
    </section>
  );
}
