// The last four weeks of a desk in numbers.

import type { DayCount } from '@netreach/protocol';
import { addDays } from './clock-change.ts';

/** Days that the overview shows. */
export const DAYS = 28;

/** One day of a desk. */
export interface DayFigures {
  readonly day: string;
  readonly requests: number;
  readonly conversations: number;
  readonly missed: number;
  readonly minutesBelow: number;
}

/** Minutes of milliseconds, where a part of a minute counts as one. */
function minutesOf(ms: number): number {
  return Math.ceil(ms / 60_000);
}

/** A row for each of the last days up to `today`, those without counts too. */
export function figures(counts: readonly DayCount[], today: string, days = DAYS): DayFigures[] {
  const by = new Map<string, number>();
  for (const count of counts) by.set(`${count.day} ${count.name}`, count.value);
  return Array.from({ length: days }, (_, index) => {
    const day = addDays(today, index - days + 1);
    const value = (name: string) => by.get(`${day} ${name}`) ?? 0;
    return {
      day,
      requests: value('requests'),
      conversations: value('conversations'),
      missed: value('missed'),
      minutesBelow: minutesOf(value('below_rule_ms')),
    };
  });
}

/** The figures of all days together. */
export function totals(rows: readonly DayFigures[]): Omit<DayFigures, 'day'> {
  const sum = (of: (row: DayFigures) => number) => rows.reduce((all, row) => all + of(row), 0);
  return {
    requests: sum((row) => row.requests),
    conversations: sum((row) => row.conversations),
    missed: sum((row) => row.missed),
    minutesBelow: sum((row) => row.minutesBelow),
  };
}

/** A round number at or above the highest value, for the top of a drawing; at least 1. */
export function top(values: readonly number[]): number {
  const highest = Math.max(1, ...values);
  const size = 10 ** Math.floor(Math.log10(highest));
  return [1, 2, 5, 10].map((step) => step * size).find((mark) => mark >= highest) ?? highest;
}
