import type { ButtonHTMLAttributes, ComponentChildren } from 'preact';

/** What a button says of its weight: one `primary` at most in a group; `aside` only for what staff alone see. */
export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'aside' | 'danger' | 'danger-full';

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'size' | 'icon'> {
  kind?: ButtonKind;
  small?: boolean;
  /** Square, for a single picture; give it an `aria-label`. */
  icon?: boolean;
  /** Waiting for an answer: stays focusable, takes no press, says so to screen readers. */
  busy?: boolean;
  'data-test'?: string;
  children?: ComponentChildren;
}

/** A button that never submits a form unless `type="submit"` is given. */
export function Button({ kind = 'plain', small, icon, busy, class: extra, onClick, ...rest }: ButtonProps) {
  const classes = ['button', `button-${kind}`];
  if (small) classes.push('button-small');
  if (icon) classes.push('button-icon');
  if (extra) classes.push(String(extra));
  return (
    <button
      type="button"
      {...rest}
      class={classes.join(' ')}
      aria-disabled={busy ? true : rest['aria-disabled']}
      aria-busy={busy ? true : undefined}
      onClick={(event) => {
        if (busy || event.currentTarget.getAttribute('aria-disabled') === 'true') {
          event.preventDefault();
          return;
        }
        onClick?.(event);
      }}
    />
  );
}
