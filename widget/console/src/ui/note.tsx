import type { ComponentChildren } from 'preact';
import { inWords } from '../api.ts';
import { t } from '../text/index.ts';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';

/** What stands where a list or page has nothing to show yet, with the one thing to do about it. */
export function Empty({
  icon = 'chat',
  title,
  whole,
  children,
  ...rest
}: {
  icon?: IconName;
  title: string;
  /** It is the whole page, so its title is the page's. */
  whole?: boolean;
  children?: ComponentChildren;
  'data-test'?: string;
}) {
  return (
    <div class="empty" data-test={rest['data-test'] ?? 'empty'}>
      <span class="empty-mark">
        <Icon name={icon} size={56} />
      </span>
      {whole ? <h1>{title}</h1> : <h2>{title}</h2>}
      {children}
    </div>
  );
}

/** A strip that says something about the page. */
export function Note({
  kind = 'info',
  children,
  ...rest
}: {
  kind?: 'info' | 'warn' | 'error';
  children: ComponentChildren;
  'data-test'?: string;
}) {
  return (
    <div class={`note note-${kind}`} data-test={rest['data-test']}>
      {kind === 'info' ? null : <Icon name="warn" />}
      {children}
    </div>
  );
}

/** What went wrong, in words, with a way to try again where there is one. */
export function ErrorNote({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  return (
    <div class="note note-error" role="alert" data-test="error">
      <Icon name="warn" />
      <p>{inWords(error)}</p>
      {onRetry ? (
        <Button small onClick={onRetry}>
          {t.common.tryAgain}
        </Button>
      ) : null}
    </div>
  );
}

/** A short label on something. */
export function Badge({
  kind,
  children,
  ...rest
}: {
  kind?: 'accent' | 'ok' | 'warn' | 'danger' | 'aside' | 'count' | undefined;
  children: ComponentChildren;
  'data-test'?: string;
}) {
  return (
    <span class={kind ? `badge badge-${kind}` : 'badge'} data-test={rest['data-test']}>
      {children}
    </span>
  );
}

/** Something is on its way; the words are read out. */
export function Spinner({ label }: { label?: string }) {
  return (
    <output class="spinner" data-test="spinner">
      {label ?? t.common.loading}
    </output>
  );
}
