import { MESSAGE_CHARS_MAX, type TypingIn } from '@netreach/protocol';
import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { type Blank, blankAfter, blankBefore, blanks } from '../canned/blanks.ts';
import { isInPicker, Picker as PickerPopup } from '../canned/picker.tsx';
import { type Picker, pickerOptionId } from '../canned/picker-state.ts';
import { stopTyping, typing } from '../live/live.ts';
import { t } from '../text/index.ts';
import { lengthOf } from './composer-state.ts';

/** From so many characters before the limit on, the rest is shown. */
const COUNT_FROM = 300;

interface BoxProps {
  conversation: string;
  typingIn: TypingIn;
  label: string;
  placeholder: string;
  text: string;
  onText: (text: string) => void;
  onSend: () => void;
  area: RefObject<HTMLTextAreaElement | null>;
  describedBy?: string | undefined;
  lang?: string | undefined;
  /** Canned answers for this box; none for asides. */
  picker?: Picker | undefined;
  'data-test': string;
  children?: ComponentChildren;
}

/** A field that grows with its text, shows open blanks, and offers canned answers at the cursor. */
export function WritingBox(props: BoxProps) {
  const { conversation, typingIn, text, onText, onSend, area, picker } = props;
  const id = useId();
  const [coarse] = useState(() => matchMedia('(pointer: coarse)').matches);
  const open = blanks(text);
  const left = MESSAGE_CHARS_MAX - lengthOf(text);
  const shown = picker?.view.value ?? null;

  useEffect(() => () => stopTyping(conversation), [conversation]);

  const onInput = (event: InputEvent & { currentTarget: HTMLTextAreaElement }) => {
    const { value, selectionStart } = event.currentTarget;
    onText(value);
    if (value.trim() === '') stopTyping(conversation);
    else typing(conversation, typingIn);
    picker?.typed(value, selectionStart, event.data ?? null);
  };
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLTextAreaElement }) => {
    if (event.isComposing) return;
    if (shown && picker && pickerKey(event, picker)) return;
    if (event.key === 'Enter' && !event.shiftKey && !event.altKey) {
      // On a touch keyboard Enter is the only way to a new line, so there the button sends.
      if (coarse && !event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      onSend();
    } else if (event.key === 'Tab' && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const { selectionStart, selectionEnd } = event.currentTarget;
      const to = event.shiftKey ? blankBefore(text, selectionStart) : blankAfter(text, selectionEnd);
      if (!to) return;
      event.preventDefault();
      event.currentTarget.setSelectionRange(to.from, to.to);
    }
  };

  return (
    <div class="writing">
      {shown && picker ? (
        <PickerPopup id={id} picker={picker} view={shown} toText={() => area.current?.focus()} />
      ) : null}
      <label class="for-readers" for={`${id}-area`}>
        {props.label}
      </label>
      <div class="grow">
        <Mirror text={text} open={open} />
        <textarea
          id={`${id}-area`}
          class="grow-area"
          rows={1}
          ref={area}
          value={text}
          lang={props.lang}
          dir="auto"
          placeholder={props.placeholder}
          aria-describedby={props.describedBy}
          aria-autocomplete={picker ? 'list' : undefined}
          aria-controls={shown ? `${id}-list` : undefined}
          aria-activedescendant={shown && shown.hits.length > 0 ? pickerOptionId(id, shown.chosen) : undefined}
          data-test={props['data-test']}
          onInput={onInput}
          onKeyDown={onKeyDown}
          onClick={(event) => picker?.moved(event.currentTarget.selectionStart)}
          onKeyUp={(event) => picker?.moved(event.currentTarget.selectionStart)}
          onBlur={(event) => {
            stopTyping(conversation);
            if (!isInPicker(event.relatedTarget)) picker?.close();
          }}
        />
      </div>
      {open.length > 0 ? (
        <div class="open-blanks" data-test="open-blanks">
          <span class="small">{t.composer.blanksTitle(open.length)}</span>
          {open.map((blank) => (
            <button
              key={blank.from}
              type="button"
              class="blank-chip"
              title={t.composer.nextBlank}
              onClick={() => select(area.current, blank)}
            >
              {blank.name}
            </button>
          ))}
        </div>
      ) : null}
      {left < COUNT_FROM ? (
        <p class={left < 0 ? 'small over' : 'small soft'} role="status">
          {left < 0 ? t.composer.over(-left) : t.composer.remaining(left)}
        </p>
      ) : null}
      {props.children}
    </div>
  );
}

/** Puts the focus on a blank. */
export function select(area: HTMLTextAreaElement | null, blank: Blank): void {
  area?.focus();
  area?.setSelectionRange(blank.from, blank.to);
}

/** The same text behind the field: it makes the field as high as its text, and marks the open blanks. */
function Mirror({ text, open }: { text: string; open: readonly Blank[] }) {
  const pieces: ComponentChildren[] = [];
  let from = 0;
  for (const blank of open) {
    pieces.push(text.slice(from, blank.from), <mark key={blank.from}>{text.slice(blank.from, blank.to)}</mark>);
    from = blank.to;
  }
  pieces.push(`${text.slice(from)}\u200b`);
  return (
    <div class="grow-mirror" aria-hidden="true" dir="auto">
      {pieces}
    </div>
  );
}

function pickerKey(event: KeyboardEvent, picker: Picker): boolean {
  switch (event.key) {
    case 'ArrowDown':
      picker.step(1);
      break;
    case 'ArrowUp':
      picker.step(-1);
      break;
    case 'Enter':
      if (event.shiftKey || !picker.insertChosen()) return false;
      break;
    case 'Escape':
      picker.close();
      break;
    default:
      return false;
  }
  event.preventDefault();
  event.stopPropagation();
  return true;
}
