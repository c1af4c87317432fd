import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../text/index.ts';
import { Button, type ButtonKind } from './button.tsx';
import { Icon } from './icon.tsx';

interface DialogProps {
  title: string;
  /** Escape, the cross, and the page behind all come here. */
  onClose: () => void;
  wide?: boolean;
  children: ComponentChildren;
  'data-test'?: string;
}

/** A modal dialog on the native element: the page behind is inert, and focus goes back to where it came from. */
export function Dialog({ title, onClose, wide, children, ...rest }: DialogProps) {
  const box = useRef<HTMLDialogElement>(null);
  const heading = useId();
  // A layout effect, because its end comes with the removal itself: later the focus may be somewhere by intention.
  useLayoutEffect(() => {
    const before = document.activeElement;
    const dialog = box.current;
    dialog?.showModal();
    return () => {
      // While it is open the page behind takes no focus.
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={box}
      class={wide ? 'dialog dialog-wide' : 'dialog'}
      aria-labelledby={heading}
      data-test={rest['data-test']}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div class="dialog-head">
        <h2 id={heading}>{title}</h2>
        <Button kind="quiet" small icon aria-label={t.common.close} onClick={onClose}>
          <Icon name="cross" />
        </Button>
      </div>
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}

interface ConfirmProps {
  title: string;
  children: ComponentChildren;
  confirm: string;
  cancel?: string;
  kind?: ButtonKind;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
  'data-test'?: string;
}

/** Asks once before something that cannot be taken back. Focus starts on the way out. */
export function Confirm({
  title,
  children,
  confirm,
  cancel,
  kind = 'primary',
  busy,
  onConfirm,
  onClose,
  ...rest
}: ConfirmProps) {
  return (
    <Dialog title={title} onClose={onClose} data-test={rest['data-test'] ?? 'confirm'}>
      {children}
      <div class="dialog-actions">
        <Button autofocus onClick={onClose} data-test="confirm-cancel">
          {cancel ?? t.common.cancel}
        </Button>
        <Button kind={kind} busy={busy ?? false} onClick={onConfirm} data-test="confirm-ok">
          {confirm}
        </Button>
      </div>
    </Dialog>
  );
}
