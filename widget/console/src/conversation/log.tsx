import { type Conversation, markOf } from '@netreach/client';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { codeInWords } from '../api.ts';
import { giveUp, live, look, sendAgain } from '../live/live.ts';
import { t } from '../text/index.ts';
import { Button, Icon } from '../ui/index.ts';
import { timeOfDay } from '../words.ts';
import { happeningInWords } from './happening.ts';
import { keyOf, type Line, lastMark, linesOf, workerOf } from './lines.ts';
import { RichText } from './rich-text.tsx';
import { SuggestionLine } from './suggestion.tsx';

/** How near to the end still counts as at the end, in pixels. */
const NEAR_END_PX = 48;

interface LogProps {
  conversation: Conversation;
  /** Nobody has shown yet that they are there: nothing counts as looked at. */
  ringing: boolean;
  mine: number | null;
  isLead: boolean;
  onUse: (id: string, text: string) => void;
}

/** The messages, asides and happenings of a conversation; only ever added to, and read out as they come. */
export function Log({ conversation, ringing, mine, isLead, onUse }: LogProps) {
  const id = conversation.conversation;
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const [seenSeq, setSeenSeq] = useState(conversation.seq);
  const scrolledTo = useRef(0);
  const lines = linesOf(conversation, live.value.outbox);

  // Follows the newest line only while the reader is at the end, also when the box itself changes its height.
  useLayoutEffect(() => {
    if (atEnd && box.current) box.current.scrollTop = box.current.scrollHeight;
  });
  useEffect(() => {
    const log = box.current;
    if (!log || !atEnd) return;
    const resized = new ResizeObserver(() => {
      log.scrollTop = log.scrollHeight;
    });
    resized.observe(log);
    return () => resized.disconnect();
  }, [atEnd]);

  useEffect(() => {
    const check = () => {
      if (ringing || !atEnd || document.visibilityState !== 'visible' || !document.hasFocus()) return;
      setSeenSeq(conversation.seq);
      look(id);
    };
    check();
    addEventListener('focus', check);
    document.addEventListener('visibilitychange', check);
    return () => {
      removeEventListener('focus', check);
      document.removeEventListener('visibilitychange', check);
    };
  }, [ringing, atEnd, conversation.seq, id]);

  const below = conversation.entries.filter((entry) => entry.seq > seenSeq && entry.kind !== 'happening').length;
  const mark = lastMark(conversation, mine);
  return (
    <div class="log-frame">
      <div
        class="log"
        role="log"
        aria-label={t.conversation.log}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        ref={box}
        data-test="log"
        onScroll={(event) => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
          // Only moving up leaves the end: what grows below does not.
          if (scrollHeight - scrollTop - clientHeight < NEAR_END_PX) setAtEnd(true);
          else if (scrollTop < scrolledTo.current) setAtEnd(false);
          scrolledTo.current = scrollTop;
        }}
      >
        {lines.map((line) => (
          <LogLine
            key={keyOf(line)}
            line={line}
            conversation={conversation}
            mine={mine}
            isLead={isLead}
            marked={mark?.id === keyOf(line)}
            onUse={onUse}
          />
        ))}
      </div>
      {!atEnd ? (
        <Button
          small
          kind="primary"
          class="to-end"
          onClick={() => box.current?.scrollTo({ top: box.current.scrollHeight })}
          data-test="to-end"
        >
          <Icon name="down" size={14} />
          {below > 0 ? t.conversation.newBelow(below) : t.conversation.toBottom}
        </Button>
      ) : null}
    </div>
  );
}

interface LineProps {
  line: Line;
  conversation: Conversation;
  mine: number | null;
  isLead: boolean;
  marked: boolean;
  onUse: (id: string, text: string) => void;
}

function LogLine({ line, conversation, mine, isLead, marked, onUse }: LineProps) {
  const language = conversation.opened?.language;
  if (line.kind === 'happening') {
    return (
      <div class="line-happening" data-test="happening">
        <span>{happeningInWords(line, conversation, mine)}</span>
        <time class="line-time">{timeOfDay(line.at)}</time>
      </div>
    );
  }
  if (line.kind === 'message') {
    const fromVisitor = line.author === 'visitor';
    const worker = line.author === 'visitor' ? null : line.author.worker;
    const own = worker !== null && worker === mine;
    const who = fromVisitor
      ? `${conversation.opened?.nickname ?? ''} · ${t.conversation.visitor}`
      : own
        ? t.conversation.fromYou
        : t.conversation.fromWorker(workerOf(conversation, worker ?? 0)?.name ?? '');
    return (
      <div
        class={`line ${fromVisitor ? 'line-visitor' : own ? 'line-own' : 'line-colleague'}`}
        data-test="message"
        data-from={fromVisitor ? 'visitor' : own ? 'me' : 'colleague'}
      >
        <p class="line-who">{who}</p>
        <RichText text={line.text} lang={fromVisitor ? language : undefined} />
        <p class="line-foot">
          <time class="line-time">{timeOfDay(line.at)}</time>
          {marked ? <MarkWord mark={markOf(conversation, line)} /> : null}
        </p>
      </div>
    );
  }
  if (line.kind === 'suggestion') {
    return <SuggestionLine suggestion={line} conversation={conversation} mine={mine} isLead={isLead} onUse={onUse} />;
  }
  if (line.kind === 'aside') {
    const own = line.worker === mine;
    const who = own
      ? t.conversation.asideFromYou
      : t.conversation.asideFrom(workerOf(conversation, line.worker)?.name ?? '');
    return (
      <div class="line line-aside" data-test="aside">
        <p class="line-who">
          {who} <StaffOnly />
        </p>
        <RichText text={line.text} />
        <p class="line-foot">
          <time class="line-time">{timeOfDay(line.at)}</time>
        </p>
      </div>
    );
  }
  const looks = { message: 'line-own', suggestion: 'line-suggestion', aside: 'line-aside' }[line.what];
  const label = {
    message: t.conversation.fromYou,
    suggestion: t.conversation.suggestionFromYou,
    aside: t.conversation.asideFromYou,
  }[line.what];
  return (
    <div
      class={`line ${looks} ${line.failed ? 'line-failed' : 'line-on-its-way'}`}
      data-test={line.what}
      data-from="me"
      data-mark={line.failed ? 'failed' : 'sending'}
    >
      <p class="line-who">
        {label} {line.what === 'message' ? null : <StaffOnly />}
      </p>
      <RichText text={line.text} />
      <p class="line-foot">
        <time class="line-time">{timeOfDay(line.at)}</time>
        {line.failed ? (
          <>
            <span class="line-failure">
              {t.conversation.failed}: {codeInWords(line.failed)}
            </span>
            <Button small onClick={() => sendAgain(line.id)} data-test="retry">
              {t.conversation.retry}
            </Button>
            <Button small kind="quiet" onClick={() => giveUp(line.id)} data-test="discard">
              {t.conversation.discard}
            </Button>
          </>
        ) : (
          <span data-test="mark">{t.conversation.sending}</span>
        )}
      </p>
    </div>
  );
}

function MarkWord({ mark }: { mark: 'sent' | 'delivered' | 'seen' }) {
  return (
    <span class="line-mark" data-test="mark" data-mark={mark}>
      <Icon name="check" size={12} />
      {t.conversation[mark]}
    </span>
  );
}

/** The label that everything carries which the visitor does not see. */
export function StaffOnly() {
  return (
    <span class="badge badge-aside">
      <Icon name="lock" size={11} />
      {t.conversation.staffOnly}
    </span>
  );
}
