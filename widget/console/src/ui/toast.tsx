import { signal } from '@preact/signals';
import { t } from '../text/index.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';

/** How long a short message stays, in milliseconds; it can be closed before. */
const TOAST_MS = 8_000;
/** Short messages on screen at once; the oldest goes first. */
const TOASTS_MAX = 3;

const toasts = signal<readonly { id: number; text: string }[]>([]);
let count = 0;

/** Says something short that needs no answer, on screen and to screen readers. */
export function say(text: string): void {
  count += 1;
  const id = count;
  toasts.value = [...toasts.value, { id, text }].slice(-TOASTS_MAX);
  setTimeout(() => forget(id), TOAST_MS);
}

function forget(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

/** Where short messages appear; mounted once, empty from the start so that screen readers know the region. */
export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite" data-test="toasts">
      {toasts.value.map((toast) => (
        <div class="toast" key={toast.id}>
          <span>{toast.text}</span>
          <Button kind="quiet" small icon aria-label={t.common.close} onClick={() => forget(toast.id)}>
            <Icon name="cross" size={14} />
          </Button>
        </div>
      ))}
    </div>
  );
}
