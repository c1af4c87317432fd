import { LANGUAGES_MAX } from '@netreach/protocol';
import { useId, useState } from 'preact/hooks';
import { toAdd } from '../../languages.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Badge, Button, Icon, Select } from '../../ui/index.ts';
import { languageName } from '../../words.ts';

/** A list of languages in order; the first one has a meaning of its own, said in `firstMeans`. */
export function LanguagesField({
  label,
  hint,
  error,
  firstMeans,
  value,
  onChange,
  ...rest
}: {
  label: string;
  hint?: string;
  error?: string | undefined;
  firstMeans: string;
  value: readonly string[];
  onChange: (languages: readonly string[]) => void;
  'data-test'?: string;
}) {
  const [next, setNext] = useState('');
  const id = useId();
  const test = rest['data-test'] ?? 'languages';
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <fieldset class="plain-fieldset stack-tight" aria-describedby={described || undefined} data-test={test}>
      <legend class="field-label">{label}</legend>
      {hint ? (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {value.length === 0 ? <p class="soft">{tc.common.noLanguages}</p> : null}
      <ol class="language-rows">
        {value.map((tag, index) => (
          <li key={tag}>
            <span>{languageName(tag)}</span>
            {index === 0 ? <Badge kind="accent">{firstMeans}</Badge> : null}
            <span class="language-row-end">
              {index > 0 ? (
                <Button
                  kind="quiet"
                  small
                  aria-label={tc.common.makeFirstOf(languageName(tag))}
                  onClick={() => onChange([tag, ...value.filter((other) => other !== tag)])}
                >
                  {tc.common.makeFirst}
                </Button>
              ) : null}
              <Button
                kind="quiet"
                small
                icon
                aria-label={tc.common.removeOf(languageName(tag))}
                onClick={() => onChange(value.filter((other) => other !== tag))}
              >
                <Icon name="cross" size={14} />
              </Button>
            </span>
          </li>
        ))}
      </ol>
      {value.length < LANGUAGES_MAX ? (
        <div class="add-row">
          <Select
            label={tc.common.addLanguage}
            value={next}
            aria-invalid={error ? true : undefined}
            options={[{ value: '', label: tc.common.chooseLanguage }, ...toAdd(value)]}
            onChange={(event) => setNext(event.currentTarget.value)}
            data-test={`${test}-next`}
          />
          <Button
            aria-disabled={next === '' ? true : undefined}
            onClick={() => {
              onChange([...value, next]);
              setNext('');
            }}
            data-test={`${test}-add`}
          >
            {tc.common.add}
          </Button>
        </div>
      ) : null}
      {error ? (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
