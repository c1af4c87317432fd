import { MESSAGE_CHARS_MAX } from '@netreach/protocol';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Icon } from './icons.tsx';
import { useStore } from './use.ts';

/** The count is shown when fewer characters than this are left. */
const CHARS_LEFT_TOLD = 300;

/** Where the visitor writes. Enter sends where there is a keyboard; on a phone it makes a new line. */
export function Composer() {
  const { store, state, words } = useStore();
  const { draft } = state;
  const box = useRef<HTMLTextAreaElement>(null);
  const [isFull, setFull] = useState(false);
  const left = MESSAGE_CHARS_MAX - [...draft].length;
  const canSend = draft.trim() !== '' && left >= 0;

  useLayoutEffect(() => {
    const { current } = box;
    if (current === null) return;
    current.style.blockSize = 'auto';
    current.style.blockSize = `${current.scrollHeight + 2}px`;
  }, [draft]);

  const send = () => {
    if (!canSend) return;
    setFull(!store.actions.write(draft.trim()));
    box.current?.focus();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <p class={left < 0 || isFull ? 'problem' : 'hint'} role="status" data-test="chars">
        {isFull
          ? words.say('outbox_full')
          : left < 0
            ? words.count('chars_over', -left)
            : left < CHARS_LEFT_TOLD
              ? words.count('chars_left', left)
              : ''}
      </p>
      <div class="row">
        <textarea
          ref={box}
          data-test="composer"
          data-focus
          rows={1}
          value={draft}
          placeholder={words.say('write')}
          aria-label={words.say('write')}
          aria-invalid={left < 0}
          autocomplete="off"
          autocorrect="off"
          spellcheck={state.spelling}
          enterkeyhint={isTouch() ? 'enter' : 'send'}
          dir="auto"
          onInput={(event) => store.actions.draft(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing || isTouch()) return;
            event.preventDefault();
            send();
          }}
        />
        <button type="submit" class="send" data-test="send" aria-label={words.say('send')} disabled={!canSend}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}

function isTouch(): boolean {
  return matchMedia('(pointer: coarse)').matches;
}
