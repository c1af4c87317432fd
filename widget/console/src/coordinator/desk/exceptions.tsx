import { NOTE_CHARS_MAX, SPANS_A_DAY_MAX } from '@netreach/protocol';
import { useId } from 'preact/hooks';
import { now } from '../../clock.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Button, Field, Icon } from '../../ui/index.ts';
import { addDays, isZone, wallClock } from '../logic/clock-change.ts';
import {
  type ExceptionDraft,
  freshId,
  type HoursDraft,
  type HoursProblem,
  type HoursProblems,
  nextSpan,
} from '../logic/hours.ts';
import { Choice } from '../parts/choice.tsx';
import { dateInWords, problemOfSpan, SpanRow } from './span.tsx';

/** Dates with other hours than their weekday; those that are over are folded away. */
export function Exceptions({
  hours,
  problems,
  full,
  onChange,
}: {
  hours: HoursDraft;
  problems: HoursProblems;
  full: boolean;
  onChange: (exceptions: HoursDraft['exceptions']) => void;
}) {
  const all = hours.exceptions;
  const today = wallClock(isZone(hours.timeZone) ? hours.timeZone : 'UTC', now.peek()).slice(0, 10);
  const over = all.filter((one) => one.date !== '' && one.date < today && !problems.has(one.id));
  const coming = all.filter((one) => !over.includes(one));
  const row = (one: ExceptionDraft) => (
    <ExceptionRow
      key={one.id}
      of={one}
      problems={problems}
      onChange={(next) => onChange(all.map((other) => (other.id === one.id ? next : other)))}
      onRemove={() => onChange(all.filter((other) => other.id !== one.id))}
    />
  );
  const add = () => {
    const last = [today, ...all.map((one) => one.date)].sort().at(-1) ?? today;
    onChange([...all, { id: freshId(), date: addDays(last, 1), note: '', closed: true, spans: [] }]);
  };
  return (
    <div class="stack">
      {coming.length === 0 ? <p class="quiet-box">{tc.hours.noExceptions}</p> : null}
      {coming.length > 0 ? (
        <ul class="exceptions" data-test="exceptions">
          {coming.map(row)}
        </ul>
      ) : null}
      {full ? null : (
        <div>
          <Button onClick={add} data-test="add-exception">
            {tc.hours.addException}
          </Button>
        </div>
      )}
      {over.length > 0 ? (
        <details class="details">
          <summary>{tc.hours.pastExceptions(over.length)}</summary>
          <ul class="exceptions">{over.map(row)}</ul>
          <Button small onClick={() => onChange(coming)} data-test="remove-past">
            {tc.hours.removePast}
          </Button>
        </details>
      ) : null}
    </div>
  );
}

/** The problems that stand at the date, not at the note or the spans. */
const AT_DATE: readonly HoursProblem['kind'][] = ['no_date', 'date_twice', 'too_many_exceptions'];

function ExceptionRow({
  of,
  problems,
  onChange,
  onRemove,
}: {
  of: ExceptionDraft;
  problems: HoursProblems;
  onChange: (exception: ExceptionDraft) => void;
  onRemove: () => void;
}) {
  const heading = useId();
  const problem = problems.get(of.id);
  const said = problem ? problemOfSpan(problem) : undefined;
  const name = dateInWords(of.date);
  return (
    <li class="exception" data-test="exception">
      {/* biome-ignore lint/a11y/useSemanticElements: the list already gives it a place; a fieldset would add a second frame. */}
      <div role="group" aria-labelledby={heading} class="stack">
        <div class="row-spread">
          <h3 id={heading}>{of.date === '' ? tc.hours.newDate : name}</h3>
          <Button
            kind="quiet"
            small
            aria-label={tc.hours.removeException(name)}
            onClick={onRemove}
            data-test="remove-exception"
          >
            <Icon name="cross" size={14} /> {tc.common.remove}
          </Button>
        </div>
        <div class="exception-fields">
          <Field
            label={tc.hours.date}
            type="date"
            required
            value={of.date}
            error={problem && AT_DATE.includes(problem.kind) ? said : undefined}
            onInput={(event) => onChange({ ...of, date: event.currentTarget.value })}
            data-test="exception-date"
          />
          <Field
            label={tc.hours.note}
            hint={tc.hours.noteHint}
            value={of.note}
            maxLength={NOTE_CHARS_MAX}
            error={problem?.kind === 'note_too_long' ? said : undefined}
            onInput={(event) => onChange({ ...of, note: event.currentTarget.value })}
            data-test="exception-note"
          />
        </div>
        <Choice
          label={tc.hours.onThatDate}
          value={of.closed ? 'closed' : 'other'}
          error={problem?.kind === 'no_spans' ? said : undefined}
          options={[
            { value: 'closed', label: tc.hours.closedAllDay },
            { value: 'other', label: tc.hours.otherHours },
          ]}
          onChange={(choice) => {
            const closed = choice === 'closed';
            onChange({ ...of, closed, spans: !closed && of.spans.length === 0 ? [nextSpan([])] : of.spans });
          }}
          data-test="exception"
        />
        {of.closed ? null : (
          <div class="stack-tight">
            {of.spans.map((one, index) => (
              <SpanRow
                key={one.id}
                of={tc.hours.spanOf(name, index + 1)}
                span={one}
                problem={problems.get(one.id)}
                onChange={(next) =>
                  onChange({ ...of, spans: of.spans.map((other) => (other.id === one.id ? next : other)) })
                }
                onRemove={() => onChange({ ...of, spans: of.spans.filter((other) => other.id !== one.id) })}
              />
            ))}
            {of.spans.length < SPANS_A_DAY_MAX ? (
              <div>
                <Button
                  small
                  aria-label={tc.hours.addSpanOn(name)}
                  onClick={() => onChange({ ...of, spans: [...of.spans, nextSpan(of.spans)] })}
                  data-test="add-span"
                >
                  {tc.hours.addSpan}
                </Button>
              </div>
            ) : null}
          </div>
        )}
      </div>
    </li>
  );
}
