import {
  type Conversation,
  type Entry,
  lastFromOthers,
  type Mark,
  type Message,
  markOf,
  type OutboxEntry,
} from '@netreach/client';
import type { Author, ErrorCode, VisitorCommand } from '@netreach/protocol';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { clockTime } from '../times.ts';
import { LinkedText } from './DeskText.tsx';
import { Icon } from './icons.tsx';
import { refusalKey } from './notices.ts';
import { useStore } from './use.ts';

/** Nearer than this to the end, the reader is taken along with new messages; in CSS pixels. */
const NEAR_END_PX = 80;

/** The messages. Only ever added to: what was read aloud once is not read again. */
export function Log({ conversation }: { readonly conversation: Conversation }) {
  const { store, state, words } = useStore();
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const [hasNew, setNew] = useState(false);
  const last = lastFromOthers(conversation, 'visitor');
  const pending = state.session.outbox.entries;
  const count = conversation.entries.length + pending.length;

  const markSeen = () => {
    if (state.isShown && isAtEnd.current && document.visibilityState === 'visible') store.actions.seen(last);
  };
  const toEnd = () => {
    const { current } = box;
    if (current !== null) current.scrollTop = current.scrollHeight;
    isAtEnd.current = true;
    setNew(false);
    markSeen();
  };

  useLayoutEffect(() => {
    if (isAtEnd.current) toEnd();
    else setNew(true);
  }, [count]);
  // What the visitor wrote is always shown to them.
  useLayoutEffect(() => {
    if (pending.length > 0) toEnd();
  }, [pending.length]);
  // Hidden, the box forgets where it was; shown again, it shows the latest.
  useLayoutEffect(() => {
    if (state.isShown) toEnd();
  }, [state.isShown]);
  useEffect(markSeen, [last]);
  useEffect(() => {
    document.addEventListener('visibilitychange', markSeen);
    return () => document.removeEventListener('visibilitychange', markSeen);
  });
  useEffect(() => {
    // A smaller box (the on-screen keyboard, a notice) keeps the end in sight.
    const observer = new ResizeObserver(() => {
      if (isAtEnd.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
    });
    if (box.current !== null) observer.observe(box.current);
    return () => observer.disconnect();
  }, []);

  return (
    <div class="log-frame">
      <div
        class="log"
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-label={words.say('log')}
        aria-relevant="additions"
        data-test="log"
        onScroll={(event) => {
          if (!state.isShown) return;
          const { scrollTop, scrollHeight, clientHeight } = event.currentTarget;
          isAtEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
          if (isAtEnd.current) {
            setNew(false);
            markSeen();
          }
        }}
      >
        <p class="happening">{words.say('log_start')}</p>
        {[...conversation.entries, ...pending].map((item, at) => (
          <LogLine key={keyOf(item)} item={item} before={conversation.entries[at - 1]} conversation={conversation} />
        ))}
      </div>
      {hasNew && (
        <button type="button" class="to-end" data-test="new-messages" onClick={toEnd}>
          <Icon name="down" />
          {words.say('new_messages')}
        </button>
      )}
    </div>
  );
}

type Item = Entry | OutboxEntry<VisitorCommand>;

function keyOf(item: Item): string {
  return 'kind' in item && item.kind === 'happening' ? item.key : item.id;
}

/**
 * One line of the log.
 *
 * A message keeps its key and its component on the way from the outbox to the conversation, and so its node: only the
 * mark under it changes, and a screen reader reads it once.
 */
function LogLine(props: {
  readonly item: Item;
  readonly before: Entry | undefined;
  readonly conversation: Conversation;
}) {
  const { item, before, conversation } = props;
  const { words } = useStore();
  const isFollowing = (author: Author) => before?.kind === 'message' && sameAuthor(before.author, author);
  if (!('kind' in item)) {
    if (item.command.do !== 'message') return null;
    const message = { id: item.id, author: 'visitor', text: item.command.text, at: item.at } as const;
    const problem = item.state === 'failed' ? item.code : null;
    return (
      <Line
        message={message}
        name={words.say('you')}
        isFollowing={isFollowing('visitor')}
        mark={problem === null ? 'sending' : 'failed'}
        problem={problem}
      />
    );
  }
  switch (item.kind) {
    case 'message': {
      const name =
        item.author === 'visitor'
          ? words.say('you')
          : (conversation.known[item.author.worker]?.name ?? words.say('worker'));
      const mark = item.author === 'visitor' ? markOf(conversation, item) : null;
      return <Line message={item} name={name} isFollowing={isFollowing(item.author)} mark={mark} problem={null} />;
    }
    case 'happening': {
      const { what } = item;
      if (what.is !== 'joined' && what.is !== 'left') return null;
      const { name = words.say('worker'), organisation = '' } = conversation.known[what.worker] ?? {};
      return (
        <p class="happening" data-test={what.is}>
          {words.say(what.is, { name, organisation })}
        </p>
      );
    }
    case 'aside':
    case 'suggestion':
      // Never sent to a visitor; if it ever were, it is not shown.
      return null;
    default:
      return item satisfies never;
  }
}

function Line(props: {
  readonly message: Pick<Message, 'id' | 'author' | 'text' | 'at'>;
  readonly name: string;
  readonly isFollowing: boolean;
  readonly mark: Mark | 'sending' | 'failed' | null;
  readonly problem: ErrorCode | null;
}) {
  const { message, name, isFollowing, mark, problem } = props;
  const { store, words } = useStore();
  const isOwn = message.author === 'visitor';
  return (
    <div
      class={`message ${isOwn ? 'own' : 'theirs'} ${isFollowing ? 'following' : ''} ${problem === null ? '' : 'failed'}`}
      data-test="message"
      data-id={message.id}
      data-own={isOwn}
    >
      <p class={isFollowing ? 'author unseen' : 'author'} dir="auto">
        {name}
      </p>
      <p class="bubble" dir="auto" data-test="message-text">
        <LinkedText text={message.text} />
      </p>
      <p class="meta">
        <time dateTime={new Date(message.at).toISOString()}>{clockTime(message.at, words.language)}</time>
        {mark !== null && (
          <span class="mark" data-test="mark" data-mark={mark}>
            {words.say(`mark_${mark}`)}
          </span>
        )}
      </p>
      {problem !== null && (
        <div class="refusal">
          <p role="alert">{words.say(refusalKey(problem))}</p>
          <button type="button" class="quiet small" data-test="retry" onClick={() => store.actions.retry(message.id)}>
            {words.say('retry')}
          </button>
          <button
            type="button"
            class="quiet small"
            data-test="discard"
            onClick={() => store.actions.discard(message.id)}
          >
            {words.say('discard')}
          </button>
        </div>
      )}
    </div>
  );
}

function sameAuthor(one: Author, other: Author): boolean {
  if (one === 'visitor' || other === 'visitor') return one === other;
  return one.worker === other.worker;
}
