import type { Conversation } from '@netreach/client';
import type { Seated } from '@netreach/protocol';
import { now } from '../clock.ts';
import { closeColumn, isPhone, shown, toList } from '../desk/board.ts';
import { t } from '../text/index.ts';
import { Badge, Button, Icon, Menu, type MenuItem } from '../ui/index.ts';
import { languageName, span, spanInWords } from '../words.ts';
import { visitorLastAt } from './lines.ts';

/** A visitor who is here and has written nothing for so long is called silent, in milliseconds. */
const SILENT_AFTER_MS = 120_000;

interface HeadProps {
  conversation: Conversation;
  mine: Seated | undefined;
  onSwap: () => void;
  onSlow: () => void;
  items: readonly MenuItem[];
}

/** Who the conversation is with, who is in it, and what can be done. */
export function Head({ conversation, mine, onSwap, onSlow, items }: HeadProps) {
  const { opened } = conversation;
  const id = conversation.conversation;
  const others = conversation.workers.filter((each) => each.worker !== mine?.worker && each.seat !== 'supervisor');
  return (
    <header class="head">
      <div class="head-top">
        {isPhone.value ? (
          <Button kind="quiet" small icon aria-label={t.conversation.back} onClick={toList} data-test="back-to-list">
            <Icon name="back" />
          </Button>
        ) : null}
        <h2 class="head-name">{opened?.nickname ?? t.common.loading}</h2>
        <div class="head-actions">
          {others.length > 0 ? (
            <Button
              small
              kind="quiet"
              icon
              aria-label={mine?.seat === 'lead' ? t.actions.swapGive : t.actions.swapTake}
              title={mine?.seat === 'lead' ? t.actions.swapGive : t.actions.swapTake}
              onClick={onSwap}
              data-test="swap-lead"
            >
              <Icon name="swap" />
            </Button>
          ) : null}
          <Button
            small
            kind="quiet"
            icon
            aria-label={t.actions.slowDownHint}
            title={t.actions.slowDownHint}
            onClick={onSlow}
            data-test="slow-down"
          >
            <Icon name="slow" />
          </Button>
          <Menu label={t.actions.label} small kind="quiet" icon items={items} data-test="conversation-menu">
            <Icon name="more" />
          </Menu>
          {!isPhone.value && shown.value.length > 1 ? (
            <Button
              small
              kind="quiet"
              icon
              aria-label={t.mine.closeColumn}
              title={t.mine.closeColumn}
              onClick={() => closeColumn(id)}
              data-test="close-column"
            >
              <Icon name="cross" size={16} />
            </Button>
          ) : null}
        </div>
      </div>
      <div class="head-facts">
        <VisitorState conversation={conversation} />
        {opened ? (
          <>
            <span>{languageName(opened.language)}</span>
            <span>{t.conversation.from(opened.project)}</span>
            {opened.policy === 'off' ? (
              <span title={t.conversation.policyOffHint}>{t.conversation.policyOff}</span>
            ) : null}
          </>
        ) : null}
      </div>
      <Roster workers={conversation.workers} mine={mine} />
    </header>
  );
}

function VisitorState({ conversation }: { conversation: Conversation }) {
  if (!conversation.visitorHere) {
    return (
      <span class="badge badge-warn" title={t.conversation.visitorGoneHint} data-test="visitor-state" data-state="gone">
        {t.conversation.visitorGone}
      </span>
    );
  }
  const last = visitorLastAt(conversation) ?? conversation.opened?.at ?? null;
  const silent = last === null ? 0 : now.value - last;
  return (
    <Badge kind="ok" data-test="visitor-state">
      {silent < SILENT_AFTER_MS ? (
        t.conversation.visitorHere
      ) : (
        <>
          <span aria-hidden="true">{t.conversation.visitorSilent(span(silent))}</span>
          <span class="for-readers">{t.conversation.visitorSilent(spanInWords(silent))}</span>
        </>
      )}
    </Badge>
  );
}

const SEATS: readonly Seated['seat'][] = ['lead', 'second', 'supervisor'];

function bySeat(a: Seated, b: Seated): number {
  return SEATS.indexOf(a.seat) - SEATS.indexOf(b.seat);
}

function Roster({ workers, mine }: { workers: readonly Seated[]; mine: Seated | undefined }) {
  return (
    <ul class="roster" aria-label={t.conversation.roster} data-test="roster">
      {[...workers].sort(bySeat).map((worker) => (
        <li
          key={worker.worker}
          class={worker.here ? 'seat' : 'seat seat-away'}
          title={worker.organisation}
          data-seat={worker.seat}
          data-here={worker.here ? 'yes' : 'no'}
        >
          <span class="seat-part">{t.conversation.seat[worker.seat]}</span>
          <span>
            {worker.name}
            {worker.worker === mine?.worker ? ` (${t.conversation.you})` : ''}
            <span class="soft"> · {worker.organisation}</span>
            {worker.trainee ? <span class="soft"> · {t.conversation.trainee}</span> : null}
          </span>
          {worker.here ? null : <span class="seat-gone">{t.conversation.away}</span>}
        </li>
      ))}
    </ul>
  );
}
