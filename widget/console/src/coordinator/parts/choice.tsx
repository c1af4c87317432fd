import { useId } from 'preact/hooks';

/** One of a few, each with what it means. */
export function Choice<V extends string>({
  label,
  hint,
  error,
  value,
  options,
  onChange,
  ...rest
}: {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  value: V;
  options: readonly { value: V; label: string; means?: string }[];
  onChange: (value: V) => void;
  'data-test': string;
}) {
  const id = useId();
  return (
    <fieldset class="plain-fieldset stack-tight" aria-describedby={error ? `${id}-error` : undefined}>
      <legend class="field-label">{label}</legend>
      {hint ? <p class="field-hint">{hint}</p> : null}
      {options.map((option) => (
        <div class="check" key={option.value}>
          <input
            type="radio"
            id={`${id}-${option.value}`}
            name={id}
            checked={option.value === value}
            aria-describedby={option.means ? `${id}-${option.value}-means` : undefined}
            onChange={() => onChange(option.value)}
            data-test={`${rest['data-test']}-${option.value}`}
          />
          <div>
            <label for={`${id}-${option.value}`}>{option.label}</label>
            {option.means ? (
              <p class="field-hint" id={`${id}-${option.value}-means`}>
                {option.means}
              </p>
            ) : null}
          </div>
        </div>
      ))}
      {error ? (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
