import { SPANS_A_DAY_MAX } from '@netreach/protocol';
import { useId, useState } from 'preact/hooks';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Button, Check, Dialog } from '../../ui/index.ts';
import {
  copyDay,
  type HoursDraft,
  type HoursProblems,
  nextSpan,
  type Stretch,
  stretches,
  WEEKDAYS,
  type Weekday,
} from '../logic/hours.ts';
import { SpanRow } from './span.tsx';

/** The spans of each weekday. */
export function Week({
  hours,
  problems,
  onChange,
}: {
  hours: HoursDraft;
  problems: HoursProblems;
  onChange: (weekly: HoursDraft['weekly']) => void;
}) {
  const [copying, setCopying] = useState<Weekday | null>(null);
  const drawn = stretches(hours.weekly);
  const setDay = (day: Weekday, spans: HoursDraft['weekly'][number]) =>
    onChange(hours.weekly.map((before, index) => (index === day - 1 ? spans : before)));
  return (
    <div class="week" data-test="week">
      {WEEKDAYS.map((day) => {
        const spans = hours.weekly[day - 1] ?? [];
        const name = tc.hours.weekdays[day - 1] ?? '';
        return (
          <fieldset class="day" key={day} data-test="day" data-day={day}>
            <legend class="day-name">{name}</legend>
            <DayLine stretches={drawn[day - 1] ?? []} />
            <div class="day-spans">
              {spans.length === 0 ? <p class="soft day-closed">{tc.hours.closed}</p> : null}
              {spans.map((one, index) => (
                <SpanRow
                  key={one.id}
                  of={tc.hours.spanOf(name, index + 1)}
                  span={one}
                  problem={problems.get(one.id)}
                  onChange={(next) =>
                    setDay(
                      day,
                      spans.map((other) => (other.id === one.id ? next : other)),
                    )
                  }
                  onRemove={() =>
                    setDay(
                      day,
                      spans.filter((other) => other.id !== one.id),
                    )
                  }
                />
              ))}
            </div>
            <div class="day-actions">
              {spans.length < SPANS_A_DAY_MAX ? (
                <Button
                  small
                  aria-label={tc.hours.addSpanOn(name)}
                  onClick={() => setDay(day, [...spans, nextSpan(spans)])}
                  data-test="add-span"
                >
                  {tc.hours.addSpan}
                </Button>
              ) : null}
              <Button
                kind="quiet"
                small
                aria-label={tc.hours.copyOf(name)}
                onClick={() => setCopying(day)}
                data-test="copy-day"
              >
                {tc.hours.copy}
              </Button>
            </div>
          </fieldset>
        );
      })}
      {copying === null ? null : (
        <CopyDialog
          from={copying}
          onClose={() => setCopying(null)}
          onCopy={(to) => {
            onChange(copyDay(hours, copying, to).weekly);
            setCopying(null);
          }}
        />
      )}
    </div>
  );
}

/** The day as a line from midnight to midnight, for the eye. */
function DayLine({ stretches: all }: { stretches: readonly Stretch[] }) {
  return (
    <div class="day-line" aria-hidden="true">
      {all.map((one) => (
        <span
          key={`${one.from} ${one.to} ${one.fromYesterday}`}
          class={one.fromYesterday ? 'day-stretch day-stretch-over' : 'day-stretch'}
          style={{ insetInlineStart: `${one.from * 100}%`, width: `${(one.to - one.from) * 100}%` }}
        />
      ))}
    </div>
  );
}

const WORKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5];

function CopyDialog({
  from,
  onCopy,
  onClose,
}: {
  from: Weekday;
  onCopy: (to: readonly Weekday[]) => void;
  onClose: () => void;
}) {
  const [to, setTo] = useState<readonly Weekday[]>([]);
  const hint = useId();
  const others = WEEKDAYS.filter((day) => day !== from);
  const name = tc.hours.weekdays[from - 1] ?? '';
  return (
    <Dialog title={tc.hours.copyTitle(name)} onClose={onClose} data-test="copy-dialog">
      <p id={hint}>{tc.hours.copyText}</p>
      <div class="row">
        <Button small onClick={() => setTo(WORKDAYS.filter((day) => day !== from))} data-test="copy-workdays">
          {tc.hours.workdays}
        </Button>
        <Button small onClick={() => setTo(others)} data-test="copy-all">
          {tc.hours.everyDay}
        </Button>
      </div>
      <fieldset class="plain-fieldset stack-tight" aria-describedby={hint}>
        <legend class="for-readers">{tc.hours.copyTo}</legend>
        {others.map((day) => (
          <Check
            key={day}
            label={tc.hours.weekdays[day - 1] ?? ''}
            checked={to.includes(day)}
            onChange={(event) =>
              setTo(event.currentTarget.checked ? [...to, day] : to.filter((other) => other !== day))
            }
            data-test={`copy-to-${day}`}
          />
        ))}
      </fieldset>
      <div class="dialog-actions">
        <Button onClick={onClose}>{tc.common.cancel}</Button>
        <Button
          kind="primary"
          aria-disabled={to.length === 0 ? true : undefined}
          onClick={() => onCopy(to)}
          data-test="copy-ok"
        >
          {tc.hours.copyConfirm}
        </Button>
      </div>
    </Dialog>
  );
}
