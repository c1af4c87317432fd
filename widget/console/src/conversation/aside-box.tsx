import type { Conversation } from '@netreach/client';
import { MESSAGE_CHARS_MAX } from '@netreach/protocol';
import type { RefObject } from 'preact';
import { writeInto } from '../live/live.ts';
import { t } from '../text/index.ts';
import { Badge, Button, Icon } from '../ui/index.ts';
import { lengthOf, lockOf } from './composer-state.ts';
import { clear, draft, write } from './drafts.ts';
import { WritingBox } from './writing-box.tsx';

interface AsideProps {
  conversation: Conversation;
  area: RefObject<HTMLTextAreaElement | null>;
  open: boolean;
  onOpen: () => void;
  onClose: (() => void) | null;
}

/** The box for colleagues: apart from the other, in its own strip, with its own draft and its own button. */
export function AsideBox({ conversation, area, open, onOpen, onClose }: AsideProps) {
  const id = conversation.conversation;
  const { text } = draft(id, 'aside').value;
  const lock = lockOf(conversation, 'aside');
  if (!open) {
    return (
      <div class="aside-closed">
        <Button small kind="quiet" onClick={onOpen} data-test="open-aside" title={t.composer.asideOpenHint}>
          <Icon name="lock" size={14} />
          {t.composer.asideOpen}
          {text === '' ? null : <Badge kind="aside">{t.composer.asideHasDraft}</Badge>}
        </Button>
      </div>
    );
  }
  const send = () => {
    if (text.trim() === '' || lengthOf(text) > MESSAGE_CHARS_MAX || lock) return;
    if (writeInto(id, { kind: 'aside', text })) clear(id, 'aside');
    area.current?.focus();
  };
  return (
    <div class="composer composer-aside" data-test="aside-composer">
      <div class="composer-head">
        <span class="composer-to" id={`aside-${id}`}>
          <Icon name="lock" size={14} />
          {t.composer.asideTo}
        </span>
        {onClose ? (
          <Button small kind="quiet" icon aria-label={t.composer.asideClose} onClick={onClose}>
            <Icon name="cross" size={14} />
          </Button>
        ) : null}
      </div>
      <div class="aside-row">
        <WritingBox
          conversation={id}
          typingIn="aside"
          label={t.composer.asideLabel}
          placeholder={t.composer.asidePlaceholder}
          text={text}
          onText={(next) => write(id, 'aside', next, conversation.seq)}
          onSend={send}
          area={area}
          describedBy={`aside-${id}`}
          data-test="aside-box"
        />
        <Button
          small
          kind="aside"
          aria-disabled={lock !== null || text.trim() === '' ? true : undefined}
          onClick={send}
          data-test="send-aside"
        >
          {t.composer.asideSend}
        </Button>
      </div>
    </div>
  );
}
