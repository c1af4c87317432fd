// Nights on which the clocks change, and what a wall-clock time means in a zone. Only `Intl` knows zones here.

import { type HoursDraft, length, minutes, type SpanDraft, weekdayOf } from './hours.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** One change of the clocks. */
export interface ClockChange {
  /** The first instant on the new clock. */
  readonly at: number;
  /** Minutes that the clocks go forward; below zero when they go back. */
  readonly by: number;
  /** The wall clock just before and just after, `YYYY-MM-DDTHH:MM`. */
  readonly before: string;
  readonly after: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(zone: string): Intl.DateTimeFormat {
  let known = formats.get(zone);
  if (!known) {
    known = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      calendar: 'iso8601',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    });
    formats.set(zone, known);
  }
  return known;
}

/** Whether this device knows the zone. */
export function isZone(zone: string): boolean {
  if (zone === '') return false;
  try {
    format(zone);
    return true;
  } catch {
    return false;
  }
}

/** The wall clock of an instant in a zone, `YYYY-MM-DDTHH:MM`. */
export function wallClock(zone: string, at: number): string {
  const parts = new Map(
    format(zone)
      .formatToParts(at)
      .map((part) => [part.type, part.value]),
  );
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`;
}

function asIfUtc(wall: string): number {
  return Date.parse(`${wall}:00Z`);
}

/** Minutes that a zone is ahead of UTC at an instant. */
export function offset(zone: string, at: number): number {
  return Math.round((asIfUtc(wallClock(zone, at)) - Math.floor(at / MINUTE_MS) * MINUTE_MS) / MINUTE_MS);
}

/** What a wall-clock time means: an instant, and whether the clocks jump over it or show it twice. */
export interface Meant {
  readonly at: number;
  readonly kind: 'once' | 'skipped' | 'twice';
}

/** The instant of a wall-clock time `YYYY-MM-DDTHH:MM` in a zone; the earlier of two. None if it is not a time. */
export function instantOf(zone: string, wall: string): Meant | null {
  const guess = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(wall) ? asIfUtc(wall) : Number.NaN;
  if (Number.isNaN(guess)) return null;
  const offsets = new Set([offset(zone, guess - DAY_MS), offset(zone, guess + DAY_MS)]);
  const fitting = [...offsets]
    .map((ahead) => guess - ahead * MINUTE_MS)
    .filter((at) => wallClock(zone, at) === wall)
    .sort((a, b) => a - b);
  const [first, second] = fitting;
  if (first !== undefined) return { at: first, kind: second === undefined ? 'once' : 'twice' };
  // Skipped: what the old clock would have said, which is how the server reads it too.
  return { at: guess - offset(zone, guess - DAY_MS) * MINUTE_MS, kind: 'skipped' };
}

/** The changes of a zone's clocks after `from`, up to and including `to`, in order. */
export function clockChanges(zone: string, from: number, to: number): ClockChange[] {
  const found: ClockChange[] = [];
  for (let day = from; day < to; day += DAY_MS) {
    const end = Math.min(day + DAY_MS, to);
    const [before, after] = [offset(zone, day), offset(zone, end)];
    if (before === after) continue;
    let [low, high] = [Math.floor(day / MINUTE_MS), Math.floor(end / MINUTE_MS)];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offset(zone, middle * MINUTE_MS) === before) low = middle;
      else high = middle;
    }
    const at = high * MINUTE_MS;
    found.push({
      at,
      by: after - before,
      before: new Date(at + before * MINUTE_MS).toISOString().slice(0, 16),
      after: new Date(at + after * MINUTE_MS).toISOString().slice(0, 16),
    });
  }
  return found;
}

/** A span that a change of the clocks touches, with the minutes that it really lasts. */
export interface Touched {
  readonly date: string;
  readonly span: SpanDraft;
  readonly planned: number;
  readonly lasts: number;
}

/** The spans, of that day and the one before, that last longer or shorter because of a change. */
export function touchedBy(change: ClockChange, hours: HoursDraft): Touched[] {
  const day = change.before.slice(0, 10);
  const touched: Touched[] = [];
  for (const date of new Set([addDays(day, -1), day, change.after.slice(0, 10)])) {
    for (const one of spansOn(date, hours)) {
      const planned = length(one);
      const opens = minutes(one.opens);
      if (planned === null || opens === null) continue;
      const closesOn = opens + planned >= 24 * 60 ? addDays(date, 1) : date;
      const from = instantOf(hours.timeZone, `${date}T${one.opens}`);
      const until = instantOf(hours.timeZone, `${closesOn}T${one.closes}`);
      if (!from || !until) continue;
      // An end that comes twice is the later one, an opening the earlier one: doubtful minutes count as open.
      const end = until.kind === 'twice' ? until.at + Math.abs(change.by) * MINUTE_MS : until.at;
      const start = from.kind === 'skipped' ? change.at : from.at;
      const close = until.kind === 'skipped' ? change.at : end;
      const lasts = Math.max(0, Math.round((close - start) / MINUTE_MS));
      if (lasts !== planned) touched.push({ date, span: one, planned, lasts });
    }
  }
  return touched;
}

/** The spans that begin on a date: those of its exception if there is one, else those of its weekday. */
export function spansOn(date: string, hours: HoursDraft): readonly SpanDraft[] {
  const exception = hours.exceptions.find((one) => one.date === date);
  if (exception) return exception.closed ? [] : exception.spans;
  const weekday = weekdayOf(date);
  return weekday === null ? [] : (hours.weekly[weekday - 1] ?? []);
}

/** Another date, by days. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
