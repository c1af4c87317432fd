import type { Conversation } from '@netreach/client';
import { MESSAGE_CHARS_MAX, type Seated } from '@netreach/protocol';
import type { RefObject } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { blanks } from '../canned/blanks.ts';
import { library } from '../canned/library.ts';
import { makePicker } from '../canned/picker-state.ts';
import { colleagueMessages } from '../live/fold.ts';
import { live, writeInto } from '../live/live.ts';
import { t } from '../text/index.ts';
import { Button, Icon, KeyHint } from '../ui/index.ts';
import { filledFor, findAnswers } from './answers.ts';
import { lengthOf, lockOf, type MainBox } from './composer-state.ts';
import { clear, draft, write } from './drafts.ts';
import { AsideGuard, CollisionGuard } from './guard-dialogs.tsx';
import { collision, type LooksLikeAside, looksLikeAside, withoutSlashes } from './guards.ts';
import { select, WritingBox } from './writing-box.tsx';

/** What the conversation's keys need of the box. */
export interface ComposerHandle {
  focus: () => void;
  openAnswers: () => void;
}

interface ComposerProps {
  desk: string;
  conversation: Conversation;
  mine: Seated | undefined;
  lead: Seated | undefined;
  box: MainBox;
  /** For everybody but the lead: changes between suggesting and writing to the visitor. */
  onStep: ((steppedIn: boolean) => void) | null;
  onToAside: () => void;
  handle: RefObject<ComposerHandle | null>;
}

type Asking = { about: 'aside'; why: LooksLikeAside } | { about: 'collision'; text: string; name: string; seq: number };

/** The main box: a message to the visitor, or a suggestion to the lead. It never changes what it is by itself. */
export function Composer({ desk, conversation, mine, lead, box, onStep, onToAside, handle }: ComposerProps) {
  const id = conversation.conversation;
  const area = useRef<HTMLTextAreaElement>(null);
  const [asking, setAsking] = useState<Asking | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const askedUpTo = useRef(0);
  // The picker reads what is current when it is used, not what was current when it was made.
  const current = useRef({ conversation, mine });
  current.current = { conversation, mine };
  const { text, suggestion, begunAtSeq } = draft(id, box).value;
  const toVisitor = box === 'message';
  const lock = lockOf(conversation, box);
  const nickname = conversation.opened?.nickname ?? '';

  const setText = (next: string) => {
    setRefusal(null);
    write(id, box, next, current.current.conversation.seq);
  };
  const picker = useMemo(
    () =>
      makePicker({
        area: () => area.current,
        find: (query) => findAnswers(desk, current.current.conversation, query),
        filled: (hit) => filledFor(desk, current.current.conversation, current.current.mine, hit),
        onText: (next) => write(id, box, next, current.current.conversation.seq),
      }),
    [id, box, desk],
  );
  useEffect(() => {
    // Fetched before it is needed, so that the first `/` finds it there.
    library(desk);
  }, [desk]);
  useEffect(() => {
    handle.current = { focus: () => area.current?.focus(), openAnswers: () => picker.openHere() };
  }, [handle, picker]);

  const passes = (past: 'nothing' | 'aside' | 'collision'): boolean => {
    if (!toVisitor || past === 'collision') return true;
    if (past === 'nothing') {
      const why = looksLikeAside(
        text,
        conversation.workers.map((each) => each.name),
      );
      if (why) {
        setAsking({ about: 'aside', why });
        return false;
      }
    }
    const landed = collision(colleagueMessages(live.value, conversation), begunAtSeq, askedUpTo.current);
    if (landed) {
      const name = landed.author === 'visitor' ? '' : (conversation.known[landed.author.worker]?.name ?? '');
      setAsking({ about: 'collision', text: landed.text, name, seq: landed.seq });
      return false;
    }
    return true;
  };

  const send = (past: 'nothing' | 'aside' | 'collision' = 'nothing') => {
    const [blank] = blanks(text);
    if (text.trim() === '' || lengthOf(text) > MESSAGE_CHARS_MAX) return;
    if (lock) {
      setRefusal(lockWords(lock));
      return;
    }
    if (blank) {
      setRefusal(t.composer.blankName(blank.name));
      select(area.current, blank);
      return;
    }
    if (!passes(past)) return;
    setAsking(null);
    const open = conversation.entries.some(
      (entry) => entry.kind === 'suggestion' && entry.id === suggestion && entry.state === 'open',
    );
    const taken = writeInto(
      id,
      toVisitor ? { kind: 'message', text, suggestion: open ? suggestion : null } : { kind: 'suggestion', text },
    );
    if (!taken) return;
    clear(id, box);
    askedUpTo.current = 0;
    area.current?.focus();
  };

  const moveToAside = () => {
    const aside = draft(id, 'aside').peek().text;
    const moved = withoutSlashes(text);
    write(id, 'aside', aside === '' ? moved : `${aside}\n${moved}`, conversation.seq);
    clear(id, box);
    setAsking(null);
    onToAside();
  };

  return (
    <div
      class={toVisitor ? 'composer composer-message' : 'composer composer-suggestion'}
      data-test="composer"
      data-box={box}
    >
      <div class="composer-head">
        <span class="composer-to" id={`to-${id}`}>
          <Icon name={toVisitor ? 'person' : 'idea'} size={15} />
          {toVisitor ? t.composer.messageTo(nickname) : t.composer.suggestTo(lead?.name ?? t.conversation.seat.lead)}
        </span>
        {onStep ? (
          <Button small kind={toVisitor ? 'plain' : 'quiet'} onClick={() => onStep(!toVisitor)} data-test="step-in">
            {toVisitor ? t.composer.stepBack : t.composer.stepIn}
          </Button>
        ) : null}
      </div>
      <WritingBox
        key={box}
        conversation={id}
        typingIn={box}
        label={toVisitor ? t.composer.messageLabel : t.composer.suggestLabel}
        placeholder={toVisitor ? t.composer.messagePlaceholder : t.composer.suggestPlaceholder}
        text={text}
        onText={setText}
        onSend={() => send()}
        area={area}
        picker={picker}
        describedBy={`to-${id}`}
        data-test={toVisitor ? 'message-box' : 'suggestion-box'}
      >
        <div role="status" class="refusal" data-test="composer-note">
          {refusal ?? (lock ? lockWords(lock) : toVisitor && onStep ? t.composer.stepInBanner : null)}
        </div>
        <div class="composer-foot">
          <Button
            small
            kind="quiet"
            aria-label={t.composer.answers}
            onClick={() => picker.openHere()}
            data-test="open-answers"
            title={t.composer.answers}
          >
            <Icon name="book" size={16} />
            <span class="composer-words">{t.composer.answers}</span>
            <KeyHint keys="/" />
          </Button>
          <Button
            small
            class="composer-send"
            kind={toVisitor ? 'primary' : 'plain'}
            aria-disabled={lock !== null || text.trim() === '' ? true : undefined}
            title={t.composer.keysMessage}
            onClick={() => send()}
            data-test={toVisitor ? 'send-message' : 'send-suggestion'}
          >
            <Icon name="send" size={15} />
            {toVisitor ? t.composer.send : t.composer.suggest}
          </Button>
        </div>
      </WritingBox>
      {asking?.about === 'aside' ? (
        <AsideGuard
          why={asking.why}
          onMove={moveToAside}
          onSend={() => send('aside')}
          onClose={() => setAsking(null)}
        />
      ) : null}
      {asking?.about === 'collision' ? (
        <CollisionGuard
          name={asking.name}
          text={asking.text}
          onSend={() => send('collision')}
          onClose={() => {
            askedUpTo.current = asking.seq;
            setAsking(null);
          }}
        />
      ) : null}
    </div>
  );
}

function lockWords(lock: NonNullable<ReturnType<typeof lockOf>>): string {
  switch (lock) {
    case 'ended':
      return t.composer.lockedEnded;
    case 'catching_up':
      return t.composer.lockedCatchingUp;
    case 'waiting':
      return t.composer.lockedWaiting;
    case 'held':
      return t.composer.lockedHeld;
    case 'supervised':
      return t.composer.lockedSupervised;
    default:
      return lock satisfies never;
  }
}
