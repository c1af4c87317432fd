import { useId } from 'preact/hooks';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Badge, Button, Icon } from '../../ui/index.ts';
import { type HoursProblem, type SpanDraft, spanEnd, WEEKDAYS } from '../logic/hours.ts';

/** What is wrong with a span, in words. */
export function problemOfSpan(problem: HoursProblem): string {
  switch (problem.kind) {
    case 'unfinished':
      return tc.hours.problems.unfinished;
    case 'too_many_spans':
      return tc.hours.problems.tooManySpans;
    case 'overlap': {
      const { day, span } = problem.with;
      const weekday = WEEKDAYS.find((one) => one === day);
      const when = weekday === undefined ? dateInWords(String(day)) : (tc.hours.weekdays[weekday - 1] ?? '');
      return tc.hours.problems.overlap(`${when} ${span.opens}–${span.closes}`);
    }
    case 'no_date':
      return tc.hours.problems.noDate;
    case 'date_twice':
      return tc.hours.problems.dateTwice;
    case 'note_too_long':
      return tc.hours.problems.noteTooLong;
    case 'no_spans':
      return tc.hours.problems.noSpans;
    case 'too_many_exceptions':
      return tc.hours.problems.tooManyExceptions;
    default:
      return problem satisfies never;
  }
}

const dayInWords = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  timeZone: 'UTC',
});

/** `2026-12-25` as `Friday 25 December 2026`; the text itself if it is no date. */
export function dateInWords(date: string): string {
  const at = Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(at) ? date : dayInWords.format(at);
}

/** From when to when, in two time fields; past midnight says so. */
export function SpanRow({
  of,
  span,
  problem,
  onChange,
  onRemove,
}: {
  of: string;
  span: SpanDraft;
  problem: HoursProblem | undefined;
  onChange: (span: SpanDraft) => void;
  onRemove: () => void;
}) {
  const id = useId();
  const end = spanEnd(span);
  const described = [end && end !== 'same_day' ? `${id}-end` : '', problem ? `${id}-problem` : '']
    .filter(Boolean)
    .join(' ');
  const common = {
    class: 'input input-time',
    'aria-describedby': described || undefined,
    'aria-invalid': problem ? true : undefined,
  } as const;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset in a fieldset in a fieldset is too much to hear.
    <div class="span-row" role="group" aria-label={of} data-test="span">
      <div class="span-fields">
        <label class="time-field">
          <span class="for-readers">{tc.hours.opens}</span>
          <input
            type="time"
            required
            {...common}
            value={span.opens}
            onInput={(event) => onChange({ ...span, opens: event.currentTarget.value })}
            data-test="opens"
          />
        </label>
        <span aria-hidden="true">–</span>
        <label class="time-field">
          <span class="for-readers">{tc.hours.closes}</span>
          <input
            type="time"
            required
            {...common}
            value={span.closes}
            onInput={(event) => onChange({ ...span, closes: event.currentTarget.value })}
            data-test="closes"
          />
        </label>
        <Button kind="quiet" small icon aria-label={tc.hours.removeSpan(of)} onClick={onRemove} data-test="remove-span">
          <Icon name="cross" size={14} />
        </Button>
        {end && end !== 'same_day' ? (
          <span id={`${id}-end`}>
            <Badge data-test="span-end">{tc.hours.ends[end]}</Badge>
          </span>
        ) : null}
      </div>
      {problem ? (
        <p class="field-error" id={`${id}-problem`} data-test="span-problem">
          {problemOfSpan(problem)}
        </p>
      ) : null}
    </div>
  );
}
