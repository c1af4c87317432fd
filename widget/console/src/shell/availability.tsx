import type { Availability } from '@netreach/protocol';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { availability, chooseAvailability } from '../live/live.ts';
import { t } from '../text/index.ts';
import { Button, Icon } from '../ui/index.ts';

const CHOICES: readonly Availability[] = ['available', 'busy', 'finishing', 'away'];

/** What my time is like: always in sight, changed in two presses. */
export function AvailabilitySwitch() {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const id = useId();
  const current = availability.value;

  useEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLElement>('[aria-checked=true]')?.focus();
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

  return (
    <div class="menu availability" ref={root}>
      <Button
        small
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
        data-test="availability"
        data-value={current}
      >
        <span class="availability-dot" data-is={current} />
        <span class="for-readers">{t.availability.label}: </span>
        <span>{t.availability.words[current]}</span>
        <Icon name="down" size={14} />
      </Button>
      {open ? (
        <div
          class="menu-list"
          role="menu"
          id={id}
          aria-label={t.availability.label}
          tabIndex={-1}
          onKeyDown={(event) => {
            const all = [...(root.current?.querySelectorAll<HTMLElement>('[role=menuitemradio]') ?? [])];
            const at = all.indexOf(document.activeElement as HTMLElement);
            const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
            if (step !== 0) {
              event.preventDefault();
              all[(at + step + all.length) % all.length]?.focus();
            } else if (event.key === 'Escape') {
              event.preventDefault();
              event.stopPropagation();
              leave();
            } else if (event.key === 'Tab') {
              setOpen(false);
            }
          }}
        >
          {CHOICES.map((choice) => (
            <button
              key={choice}
              type="button"
              role="menuitemradio"
              aria-checked={choice === current}
              tabIndex={-1}
              class="menu-item menu-item-choice"
              data-test={`availability-${choice}`}
              onClick={() => {
                chooseAvailability(choice);
                leave();
              }}
            >
              <span class="availability-dot" data-is={choice} />
              <span class="choice-words">
                <b>{t.availability.words[choice]}</b>
                <span class="small soft">{t.availability.meaning[choice]}</span>
              </span>
              {choice === current ? <Icon name="check" /> : null}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
