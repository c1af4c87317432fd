import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Button, type ButtonKind } from './button.tsx';

export interface MenuItem {
  label: string;
  onSelect: () => void;
  /** The plain key that does the same, shown so that people learn it. */
  hint?: string | undefined;
  danger?: boolean;
  disabled?: boolean;
  'data-test'?: string;
}

interface MenuProps {
  label: string;
  items: readonly MenuItem[];
  children: ComponentChildren;
  kind?: ButtonKind;
  small?: boolean;
  icon?: boolean;
  /** Opens towards the end of the line instead of the start. */
  start?: boolean;
  'data-test'?: string;
}

/** A button that opens a short list of actions: arrows move, Enter chooses, Escape and Tab leave. */
export function Menu({ label, items, children, kind = 'plain', small, icon, start, ...rest }: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();

  useEffect(() => {
    if (!open) return;
    list.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const away = (event: Event) => {
      if (event.target instanceof Node && !root.current?.contains(event.target)) setOpen(false);
    };
    document.addEventListener('pointerdown', away);
    return () => document.removeEventListener('pointerdown', away);
  }, [open]);

  const leave = () => {
    setOpen(false);
    root.current?.querySelector('button')?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const all = [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const go = (to: number) => {
      event.preventDefault();
      all[(to + all.length) % all.length]?.focus();
    };
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(all.length - 1);
    else if (event.key === 'Tab') setOpen(false);
    else if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      leave();
    }
  };

  return (
    <div class={start ? 'menu menu-start' : 'menu'} ref={root}>
      <Button
        kind={kind}
        small={small ?? false}
        icon={icon ?? false}
        aria-label={icon ? label : undefined}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        data-test={rest['data-test'] ?? 'menu'}
        onClick={() => setOpen(!open)}
      >
        {children}
      </Button>
      {open ? (
        <div class="menu-list" role="menu" id={id} aria-label={label} ref={list} onKeyDown={onKeyDown} tabIndex={-1}>
          {items.map((item) => (
            <button
              key={item.label}
              type="button"
              role="menuitem"
              tabIndex={-1}
              class={item.danger ? 'menu-item menu-item-danger' : 'menu-item'}
              aria-disabled={item.disabled ? true : undefined}
              data-test={item['data-test']}
              onClick={() => {
                if (item.disabled) return;
                leave();
                item.onSelect();
              }}
            >
              <span>{item.label}</span>
              {item.hint ? <KeyHint keys={item.hint} /> : null}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** A key or combination, drawn as a key cap. */
export function KeyHint({ keys }: { keys: string }) {
  return <kbd class="key">{keys}</kbd>;
}
