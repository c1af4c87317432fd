import { useRef } from 'preact/hooks';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Button, FieldFrame } from '../../ui/index.ts';
import { blank, insertAt, pieces } from '../logic/blanks.ts';

/** A blank that can be put into a text. */
export interface Insertable {
  readonly name: string;
  readonly label: string;
}

/** A text field with its blanks at hand: a press puts one where the cursor stands. */
export function TextWithBlanks({
  label,
  hint,
  error,
  value,
  onInput,
  insertables,
  language,
  rows,
  ...rest
}: {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  value: string;
  onInput: (text: string) => void;
  insertables: readonly Insertable[];
  /** The language it is written in, for screen readers and spelling. */
  language: string;
  rows?: number;
  'data-test'?: string;
}) {
  const area = useRef<HTMLTextAreaElement>(null);
  const insert = (name: string) => {
    const field = area.current;
    const [start, end] = field ? [field.selectionStart, field.selectionEnd] : [value.length, value.length];
    const next = insertAt(value, start, end, blank(name));
    onInput(next.text);
    requestAnimationFrame(() => {
      field?.focus();
      field?.setSelectionRange(next.at, next.at);
    });
  };
  const test = rest['data-test'] ?? 'text';
  return (
    <div class="stack-tight">
      <FieldFrame label={label} hint={hint} error={error}>
        {(wired) => (
          <textarea
            class="input"
            {...wired}
            ref={area}
            value={value}
            lang={language}
            dir="auto"
            rows={rows ?? 4}
            data-test={test}
            onInput={(event) => onInput(event.currentTarget.value)}
          />
        )}
      </FieldFrame>
      {insertables.length > 0 ? (
        // biome-ignore lint/a11y/useSemanticElements: a group of buttons, not a part of the form.
        <div class="row insert-row" role="group" aria-label={tc.common.insertInto(label)}>
          <span class="small soft">{tc.common.insert}</span>
          {insertables.map((one) => (
            <Button small key={one.name} onClick={() => insert(one.name)} data-test={`${test}-insert-${one.name}`}>
              {one.label}
            </Button>
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** A text as it is read: blanks are filled, or stand out as chips where nothing fills them. */
export function FilledText({
  text,
  values,
  language,
  ...rest
}: {
  text: string;
  values: Readonly<Record<string, string>>;
  language: string;
  'data-test'?: string;
}) {
  let place = 0;
  return (
    <div class="filled-text" lang={language} dir="auto" data-test={rest['data-test']}>
      {pieces(text).map((piece) => {
        place += 1;
        if ('words' in piece) return <span key={place}>{piece.words}</span>;
        const value = values[piece.blank];
        return value ? (
          <mark class="filled-blank" key={place}>
            {value}
          </mark>
        ) : (
          <span class="blank-chip blank-chip-open" key={place}>
            {piece.blank}
          </span>
        );
      })}
    </div>
  );
}
