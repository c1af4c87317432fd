// Opening hours while they are being written: drafts, the same checks as the server's, and spans in words.

import { EXCEPTIONS_MAX, type Hours, NOTE_CHARS_MAX, SPANS_A_DAY_MAX } from '@netreach/protocol';

/** Minutes from one midnight to the next. */
export const MINUTES_A_DAY = 24 * 60;
const MINUTES_A_WEEK = 7 * MINUTES_A_DAY;

/** Monday is 1, as in ISO 8601. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** One span as it stands in its two fields; `id` stays with it while it moves. */
export interface SpanDraft {
  readonly id: number;
  readonly opens: string;
  readonly closes: string;
}

/** One date with other hours. */
export interface ExceptionDraft {
  readonly id: number;
  readonly date: string;
  readonly note: string;
  /** Nothing opens on that date. */
  readonly closed: boolean;
  readonly spans: readonly SpanDraft[];
}

/** Hours while they are being written. */
export interface HoursDraft {
  readonly timeZone: string;
  /** Spans by weekday, Monday first. */
  readonly weekly: readonly (readonly SpanDraft[])[];
  readonly exceptions: readonly ExceptionDraft[];
}

let lastId = 0;

/** A number that no other span or exception has. */
export function freshId(): number {
  lastId += 1;
  return lastId;
}

/** A new span. */
export function span(opens: string, closes: string): SpanDraft {
  return { id: freshId(), opens, closes: closes === '24:00' ? '00:00' : closes };
}

/** Minutes after midnight of `HH:MM`; none for anything else. */
export function minutes(time: string): number | null {
  const parts = /^(\d{2}):(\d{2})$/.exec(time);
  if (!parts) return null;
  const [hour, minute] = [Number(parts[1]), Number(parts[2])];
  return hour < 24 && minute < 60 ? hour * 60 + minute : null;
}

/** Minutes that a span lasts by the clock; the same times are 24 hours. None while a field is unfinished. */
export function length(of: Pick<SpanDraft, 'opens' | 'closes'>): number | null {
  const [opens, closes] = [minutes(of.opens), minutes(of.closes)];
  if (opens === null || closes === null) return null;
  return closes > opens ? closes - opens : closes - opens + MINUTES_A_DAY;
}

/** How a span ends: on the same day, exactly at midnight, on the next day, or a whole day after it began. */
export type SpanEnd = 'same_day' | 'midnight' | 'next_day' | 'whole_day';

/** How a span ends; none while a field is unfinished. */
export function spanEnd(of: Pick<SpanDraft, 'opens' | 'closes'>): SpanEnd | null {
  const [opens, closes] = [minutes(of.opens), minutes(of.closes)];
  if (opens === null || closes === null) return null;
  if (opens === closes) return 'whole_day';
  if (closes === 0) return 'midnight';
  return closes < opens ? 'next_day' : 'same_day';
}

/** What is wrong with a span or an exception, and with which other one it clashes. */
export type HoursProblem =
  | { readonly kind: 'unfinished' }
  | { readonly kind: 'overlap'; readonly with: { readonly day: Weekday | string; readonly span: SpanDraft } }
  | { readonly kind: 'too_many_spans' }
  | { readonly kind: 'no_date' }
  | { readonly kind: 'date_twice' }
  | { readonly kind: 'note_too_long' }
  | { readonly kind: 'no_spans' }
  | { readonly kind: 'too_many_exceptions' };

/** Problems by the id of the span or exception they stand at. */
export type HoursProblems = ReadonlyMap<number, HoursProblem>;

interface Placed {
  readonly day: Weekday | string;
  readonly span: SpanDraft;
  /** Minutes since a common beginning. */
  readonly from: number;
  readonly to: number;
}

/** Everything that keeps these hours from being taken. The rules are those of the server. */
export function check(hours: HoursDraft): HoursProblems {
  const found = new Map<number, HoursProblem>();
  const note = (id: number, problem: HoursProblem) => {
    if (!found.has(id)) found.set(id, problem);
  };
  checkWeekly(hours, note);
  checkExceptions(hours, note);
  return found;
}

type Noting = (id: number, problem: HoursProblem) => void;

function placed(day: Weekday | string, start: number, spans: readonly SpanDraft[], note: Noting): Placed[] {
  const all: Placed[] = [];
  spans.forEach((one, index) => {
    const [opens, lasts] = [minutes(one.opens), length(one)];
    if (opens === null || lasts === null) note(one.id, { kind: 'unfinished' });
    else all.push({ day, span: one, from: start + opens, to: start + opens + lasts });
    if (index >= SPANS_A_DAY_MAX) note(one.id, { kind: 'too_many_spans' });
  });
  return all;
}

function checkWeekly(hours: HoursDraft, note: Noting): void {
  const all = WEEKDAYS.flatMap((day) => placed(day, (day - 1) * MINUTES_A_DAY, hours.weekly[day - 1] ?? [], note));
  noteOverlaps(all, note);
  // Sunday night runs into Monday morning.
  const again = all.map((one) => ({ ...one, from: one.from + MINUTES_A_WEEK, to: one.to + MINUTES_A_WEEK }));
  for (const late of all.filter((one) => one.to > MINUTES_A_WEEK)) {
    for (const early of again) {
      if (early.span.id !== late.span.id && early.from < late.to) noteBoth(late, early, note);
    }
  }
}

function checkExceptions(hours: HoursDraft, note: Noting): void {
  const dates = new Set<string>();
  const all: Placed[] = [];
  hours.exceptions.forEach((exception, index) => {
    const day = dayNumber(exception.date);
    if (day === null) note(exception.id, { kind: 'no_date' });
    else if (dates.has(exception.date)) note(exception.id, { kind: 'date_twice' });
    else if ([...exception.note].length > NOTE_CHARS_MAX) note(exception.id, { kind: 'note_too_long' });
    else if (!exception.closed && exception.spans.length === 0) note(exception.id, { kind: 'no_spans' });
    else if (index >= EXCEPTIONS_MAX) note(exception.id, { kind: 'too_many_exceptions' });
    dates.add(exception.date);
    if (!exception.closed) all.push(...placed(exception.date, (day ?? 0) * MINUTES_A_DAY, exception.spans, note));
  });
  noteOverlaps(
    all.filter((one) => dayNumber(String(one.day)) !== null),
    note,
  );
}

function noteOverlaps(all: readonly Placed[], note: Noting): void {
  const inOrder = [...all].sort((a, b) => a.from - b.from || a.to - b.to);
  inOrder.forEach((first, index) => {
    for (const second of inOrder.slice(index + 1)) {
      if (second.from >= first.to) break;
      noteBoth(first, second, note);
    }
  });
}

function noteBoth(first: Placed, second: Placed, note: Noting): void {
  note(first.span.id, { kind: 'overlap', with: { day: second.day, span: second.span } });
  note(second.span.id, { kind: 'overlap', with: { day: first.day, span: first.span } });
}

/** Days since 1970 of `YYYY-MM-DD`; none if there is no such date. */
export function dayNumber(date: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
  const at = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date) return null;
  return at / (MINUTES_A_DAY * 60_000);
}

/** The weekday of `YYYY-MM-DD`; none if there is no such date. */
export function weekdayOf(date: string): Weekday | null {
  const day = dayNumber(date);
  // 1 January 1970 was a Thursday.
  return day === null ? null : ((((((day + 3) % 7) + 7) % 7) + 1) as Weekday);
}

/** A draft of hours that the server holds. */
export function draftOf(hours: Hours): HoursDraft {
  return {
    timeZone: hours.time_zone,
    weekly: WEEKDAYS.map((day) =>
      hours.weekly
        .filter((at) => at.weekday === day)
        .sort((a, b) => a.opens.localeCompare(b.opens))
        .map((at) => span(at.opens, at.closes)),
    ),
    exceptions: [...hours.exceptions]
      .sort((a, b) => a.date.localeCompare(b.date))
      .map((at) => ({
        id: freshId(),
        date: at.date,
        note: at.note,
        closed: at.spans.length === 0,
        spans: at.spans.map((one) => span(one.opens, one.closes)),
      })),
  };
}

/** What is sent of a draft. */
export function bodyOf(draft: HoursDraft): Hours {
  return {
    time_zone: draft.timeZone,
    weekly: draft.weekly.flatMap((spans, index) =>
      [...spans]
        .sort((a, b) => a.opens.localeCompare(b.opens))
        .map((one) => ({ weekday: index + 1, opens: one.opens, closes: one.closes })),
    ),
    exceptions: [...draft.exceptions]
      .sort((a, b) => a.date.localeCompare(b.date))
      .map((at) => ({
        date: at.date,
        note: at.note.trim(),
        spans: at.closed ? [] : at.spans.map((one) => ({ opens: one.opens, closes: one.closes })),
      })),
  };
}

/** The hours with the spans of `from` on each of `to` as well, in place of what was there. */
export function copyDay(hours: HoursDraft, from: Weekday, to: readonly Weekday[]): HoursDraft {
  const source = hours.weekly[from - 1] ?? [];
  return {
    ...hours,
    weekly: hours.weekly.map((spans, index) =>
      index !== from - 1 && to.includes((index + 1) as Weekday)
        ? source.map((one) => span(one.opens, one.closes))
        : spans,
    ),
  };
}

/** A span to offer next on a day that has these: after the last one, else office hours. */
export function nextSpan(spans: readonly SpanDraft[]): SpanDraft {
  const ends = spans.map((one) => (minutes(one.opens) ?? 0) + (length(one) ?? 0));
  const last = Math.max(0, ...ends);
  if (spans.length === 0) return span('10:00', '16:00');
  const opens = Math.min(last + 60, MINUTES_A_DAY - 60);
  return span(clock(opens), clock(opens + 60));
}

/** `HH:MM` of minutes after midnight, of this day or the next. */
export function clock(minute: number): string {
  const of = ((minute % MINUTES_A_DAY) + MINUTES_A_DAY) % MINUTES_A_DAY;
  return `${String(Math.floor(of / 60)).padStart(2, '0')}:${String(of % 60).padStart(2, '0')}`;
}

/** A stretch to draw on a day's line, as parts of the day from 0 to 1. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  /** It began on the day before. */
  readonly fromYesterday: boolean;
}

/** What to draw for each weekday, with what runs over from the night before. */
export function stretches(weekly: HoursDraft['weekly']): Stretch[][] {
  const days: Stretch[][] = WEEKDAYS.map(() => []);
  weekly.forEach((spans, index) => {
    for (const one of spans) {
      const [opens, lasts] = [minutes(one.opens), length(one)];
      if (opens === null || lasts === null) continue;
      const end = opens + lasts;
      days[index]?.push({
        from: opens / MINUTES_A_DAY,
        to: Math.min(end, MINUTES_A_DAY) / MINUTES_A_DAY,
        fromYesterday: false,
      });
      if (end > MINUTES_A_DAY) {
        const over = (end - MINUTES_A_DAY) / MINUTES_A_DAY;
        days[(index + 1) % 7]?.push({ from: 0, to: over, fromYesterday: true });
      }
    }
  });
  return days;
}

/** Minutes open in a plain week. */
export function weeklyMinutes(weekly: HoursDraft['weekly']): number {
  return weekly.flat().reduce((sum, one) => sum + (length(one) ?? 0), 0);
}
