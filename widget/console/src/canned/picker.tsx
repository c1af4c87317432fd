import { useEffect, useRef } from 'preact/hooks';
import { t } from '../text/index.ts';
import { Badge } from '../ui/index.ts';
import { languageName } from '../words.ts';
import { blanks } from './blanks.ts';
import './canned.css';
import { type Picker as PickerHandle, type PickerView, pickerOptionId } from './picker-state.ts';

/** Whether something is part of an open list. */
export function isInPicker(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.picker') !== null;
}

/**
 * The list of canned answers with a preview beside. The focus stays in the text; Shift+Tab leads in here, to scroll a
 * long preview, and `toText` leads back.
 */
export function Picker({
  id,
  picker,
  view,
  toText,
}: {
  id: string;
  picker: PickerHandle;
  view: PickerView;
  toText: () => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [view.chosen]);
  const hit = view.hits[view.chosen];
  const text = hit ? picker.filled(hit) : '';
  const open = blanks(text).length;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    toText();
    picker.close();
  };
  return (
    // Pressing inside must not take the focus out of the text.
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps the focus where it is.
    <div
      class="picker"
      data-test="canned-picker"
      onMouseDown={(event) => event.preventDefault()}
      onKeyDown={onKeyDown}
      onFocusOut={(event) => {
        if (!isInPicker(event.relatedTarget) && !(event.relatedTarget instanceof HTMLTextAreaElement)) picker.close();
      }}
    >
      <p class="for-readers" role="status">
        {view.trouble ? troubleWords(view) : t.canned.results(view.hits.length)}
      </p>
      {view.hits.length === 0 ? (
        <p class="picker-none">{troubleWords(view)}</p>
      ) : (
        <div class="picker-body">
          <div class="picker-list" role="listbox" id={`${id}-list`} aria-label={t.canned.title} ref={list}>
            {view.hits.map((each, at) => (
              <div
                key={each.answer.id}
                role="option"
                tabIndex={at === view.chosen ? 0 : -1}
                id={pickerOptionId(id, at)}
                class="picker-option"
                aria-selected={at === view.chosen}
                data-test="canned-option"
                onMouseMove={() => at !== view.chosen && picker.choose(at)}
                onClick={() => {
                  picker.choose(at);
                  picker.insertChosen();
                }}
                onKeyDown={(event) => {
                  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null;
                  if (event.key !== 'Enter' && by === null) return;
                  event.preventDefault();
                  if (by === null) picker.insertChosen();
                  else picker.step(by);
                  toText();
                }}
              >
                <span class="picker-title">{each.answer.title}</span>
                <span class="picker-more">
                  <code>/{each.answer.shortcut.replace(/^\//u, '')}</code>
                  {each.fallback ? <Badge kind="warn">{t.canned.fallback(languageName(each.language))}</Badge> : null}
                  {each.answer.level === 'own' ? <Badge>{t.canned.level['own']}</Badge> : null}
                </span>
              </div>
            ))}
          </div>
          {hit ? (
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a preview that scrolls is reached by the keyboard too.
            <section class="picker-preview" aria-label={t.canned.preview} tabIndex={0} data-test="canned-preview">
              <p class="row">
                <Badge kind={hit.fallback ? 'warn' : 'accent'}>{languageName(hit.language)}</Badge>
                {open > 0 ? <span class="small soft">{t.canned.blanks(open)}</span> : null}
              </p>
              <p class="picker-text" lang={hit.language} dir="auto">
                {text}
              </p>
            </section>
          ) : null}
        </div>
      )}
      <p class="picker-keys">{t.canned.keys}</p>
    </div>
  );
}

function troubleWords(view: PickerView): string {
  switch (view.trouble) {
    case 'loading':
      return t.common.loading;
    case 'failed':
      return t.canned.failed;
    case 'none':
      return t.canned.noneAtAll;
    case null:
      return t.canned.none;
    default:
      return view.trouble satisfies never;
  }
}
