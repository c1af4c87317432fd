import type {
  ComponentChildren,
  InputHTMLAttributes,
  PartialInputHTMLAttributes,
  PartialSelectHTMLAttributes,
  TextareaHTMLAttributes,
} from 'preact';
import { useId } from 'preact/hooks';

interface Labelled {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  /** Keeps the label for screen readers only, where the layout already says it. */
  hideLabel?: boolean;
  'data-test'?: string;
}

/** What a control needs from its surrounding {@link Labelled} field. */
export interface Wired {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

/** Kinds of one-line fields in which something is typed or picked. */
type TypedInput =
  | 'text'
  | 'password'
  | 'email'
  | 'url'
  | 'search'
  | 'tel'
  | 'number'
  | 'date'
  | 'time'
  | 'datetime-local'
  | 'color';

interface FrameProps extends Labelled {
  children: (wired: Wired) => ComponentChildren;
}

/** Label, hint and error around any one control, which takes the ids that it is handed. */
export function FieldFrame({ label, hint, error, hideLabel, children }: FrameProps) {
  const id = useId();
  const described = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label class={hideLabel ? 'for-readers' : 'field-label'} for={id}>
        {label}
      </label>
      {hint ? (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? true : undefined })}
      {error ? (
        <p class="field-error" id={`${id}-error`}>
          {error}
        </p>
      ) : null}
    </div>
  );
}

/** A one-line text field. */
export function Field({
  label,
  hint,
  error,
  hideLabel,
  after,
  ...input
}: Labelled &
  Omit<PartialInputHTMLAttributes<HTMLInputElement>, 'label' | 'role' | 'type'> & {
    type?: TypedInput;
    /** Stands beside the field, such as a button. */
    after?: ComponentChildren;
  }) {
  return (
    <FieldFrame label={label} hint={hint} error={error} hideLabel={hideLabel ?? false}>
      {(wired) => {
        // The types tie each `type` to the roles it may have; none is set here.
        const all = { type: 'text', class: 'input', ...input, ...wired } as InputHTMLAttributes<HTMLInputElement>;
        return after ? (
          <div class="input-with-button">
            <input {...all} />
            {after}
          </div>
        ) : (
          <input {...all} />
        );
      }}
    </FieldFrame>
  );
}

/** A text field of several lines. */
export function TextArea({
  label,
  hint,
  error,
  hideLabel,
  ...area
}: Labelled & Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'label'>) {
  return (
    <FieldFrame label={label} hint={hint} error={error} hideLabel={hideLabel ?? false}>
      {(wired) => <textarea class="input" {...area} {...wired} />}
    </FieldFrame>
  );
}

/** A choice of one from a short list. */
export function Select({
  label,
  hint,
  error,
  hideLabel,
  options,
  ...select
}: Labelled &
  Omit<PartialSelectHTMLAttributes<HTMLSelectElement>, 'label' | 'role' | 'size'> & {
    options: readonly { value: string; label: string }[];
  }) {
  return (
    <FieldFrame label={label} hint={hint} error={error} hideLabel={hideLabel ?? false}>
      {(wired) => (
        <select class="input" {...select} {...wired}>
          {options.map((option) => (
            <option key={option.value} value={option.value} selected={option.value === select.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </FieldFrame>
  );
}

/** A tick box with its words beside it. */
export function Check({
  label,
  hint,
  ...input
}: { label: string; hint?: string | undefined; 'data-test'?: string } & Omit<
  PartialInputHTMLAttributes<HTMLInputElement>,
  'label' | 'role' | 'type'
>) {
  const id = useId();
  return (
    <div class="check">
      <input {...input} type="checkbox" id={id} aria-describedby={hint ? `${id}-hint` : undefined} />
      <div>
        <label for={id}>{label}</label>
        {hint ? (
          <p class="field-hint" id={`${id}-hint`}>
            {hint}
          </p>
        ) : null}
      </div>
    </div>
  );
}
