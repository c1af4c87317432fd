import { useEffect, useRef } from 'preact/hooks';
import { t } from '../text/index.ts';
import { Badge } from '../ui/index.ts';
import { languageName } from '../words.ts';
import { blanks } from './blanks.ts';
import './canned.css';
import { type Picker as PickerHandle, type PickerView, pickerOptionId } from './picker-state.ts';

/** The list of canned answers with a preview beside; the focus stays in the text. */
export function Picker({ id, picker, view }: { id: string; picker: PickerHandle; view: PickerView }) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [view.chosen]);
  const hit = view.hits[view.chosen];
  const text = hit ? picker.filled(hit) : '';
  const open = blanks(text).length;
  return (
    // Pressing inside must not take the focus out of the text.
    // biome-ignore lint/a11y/noStaticElementInteractions: it only keeps the focus where it is.
    <div class="picker" data-test="canned-picker" onMouseDown={(event) => event.preventDefault()}>
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
                tabIndex={-1}
                id={pickerOptionId(id, at)}
                class="picker-option"
                aria-selected={at === view.chosen}
                data-test="canned-option"
                onMouseMove={() => at !== view.chosen && picker.choose(at)}
                onClick={() => {
                  picker.choose(at);
                  picker.insertChosen();
                }}
                onKeyDown={(event) => event.key === 'Enter' && picker.insertChosen()}
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
            <section class="picker-preview" aria-label={t.canned.preview} data-test="canned-preview">
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
