import { describe, expect, test } from 'vitest';
import {
  bodyOf,
  check,
  copyDay,
  draftOf,
  type HoursDraft,
  length,
  nextSpan,
  span,
  spanEnd,
  stretches,
  weekdayOf,
  weeklyMinutes,
} from './hours.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Hours written as `Mon 09:00-12:00 13:00-17:00` and `2026-12-25 closed: Christmas`, a line each. */
function written(text: string): HoursDraft {
  const weekly = DAYS.map((): ReturnType<typeof span>[] => []);
  const exceptions: HoursDraft['exceptions'][number][] = [];
  for (const line of text
    .split('\n')
    .map((one) => one.trim())
    .filter(Boolean)) {
    const [head = '', ...rest] = line.split(' ');
    const spans = rest
      .filter((word) => /^\d\d:\d\d-/.test(word))
      .map((word) => {
        const [opens = '', closes = ''] = word.split('-');
        return span(opens, closes);
      });
    const day = DAYS.indexOf(head);
    if (day >= 0) weekly[day]?.push(...spans);
    else {
      const id = 10_000 + exceptions.length;
      exceptions.push({ id, date: head, note: '', closed: rest.includes('closed'), spans });
    }
  }
  return { timeZone: 'Europe/London', weekly, exceptions };
}

/** Every problem as `kind: first with second`. */
function said(hours: HoursDraft): string[] {
  const all = [...hours.weekly.flat(), ...hours.exceptions.flatMap((one) => one.spans)];
  const name = (id: number) => {
    const one = all.find((at) => at.id === id);
    return one ? `${one.opens}-${one.closes}` : String(id);
  };
  return [...check(hours)].map(([id, problem]) =>
    problem.kind === 'overlap'
      ? `${name(id)} overlaps ${problem.with.day} ${name(problem.with.span.id)}`
      : `${name(id)} ${problem.kind}`,
  );
}

describe('what is taken and refused is what the server takes and refuses', () => {
  test.each([
    ['Mon 09:00-12:00 11:59-14:00', ['09:00-12:00 overlaps 1 11:59-14:00', '11:59-14:00 overlaps 1 09:00-12:00']],
    ['Mon 09:00-12:00 09:00-12:00', ['09:00-12:00 overlaps 1 09:00-12:00', '09:00-12:00 overlaps 1 09:00-12:00']],
    ['Fri 22:00-03:00\nSat 02:00-05:00', ['22:00-03:00 overlaps 6 02:00-05:00', '02:00-05:00 overlaps 5 22:00-03:00']],
    ['Mon 01:00-05:00\nSun 22:00-01:01', ['22:00-01:01 overlaps 1 01:00-05:00', '01:00-05:00 overlaps 7 22:00-01:01']],
    ['Tue 09:00-09:00\nWed 08:00-10:00', ['09:00-09:00 overlaps 3 08:00-10:00', '08:00-10:00 overlaps 2 09:00-09:00']],
    [
      '2026-12-24 09:00-12:00 11:00-13:00',
      ['09:00-12:00 overlaps 2026-12-24 11:00-13:00', '11:00-13:00 overlaps 2026-12-24 09:00-12:00'],
    ],
    [
      '2026-12-31 22:00-03:00\n2027-01-01 02:00-03:00',
      ['22:00-03:00 overlaps 2027-01-01 02:00-03:00', '02:00-03:00 overlaps 2026-12-31 22:00-03:00'],
    ],
    ['2026-12-24 closed\n2026-12-24 09:00-10:00', ['10001 date_twice']],
    ['2026-02-30 closed', ['10000 no_date']],
    ['2026-12-24', ['10000 no_spans']],
  ])('%s', (text, problems) => {
    expect(said(written(text))).toEqual(problems);
  });

  test.each([
    'Mon 09:00-12:00 12:00-14:00',
    'Fri 22:00-03:00\nSat 03:00-05:00',
    'Mon 01:00-05:00\nSun 22:00-01:00',
    'Tue 09:00-09:00\nWed 09:00-10:00',
    '2026-12-31 22:00-03:00\n2027-01-01 03:00-03:00',
    '2026-12-31 22:00-03:00\n2027-01-02 02:00-03:00',
    'Fri 22:00-03:00\n2026-11-28 02:00-05:00\n2026-12-03 20:00-23:00',
    'Mon 00:00-24:00\nTue 00:00-24:00\nSun 00:00-24:00',
  ])('%s is fine', (text) => {
    expect(said(written(text))).toEqual([]);
  });

  test('an unfinished span and a seventh one are named', () => {
    const hours = written('Mon 00:00-01:00 02:00-03:00 04:00-05:00 06:00-07:00 08:00-09:00 10:00-11:00 12:00-13:00');
    expect(said(hours)).toEqual(['12:00-13:00 too_many_spans']);
    const half = { ...hours, weekly: [[span('09:00', '')], [], [], [], [], [], []] };
    expect(said(half)).toEqual(['09:00- unfinished']);
  });
});

test('a span says how it ends', () => {
  const cases = [
    ['09:00', '17:00', 'same_day', 480],
    ['22:00', '03:00', 'next_day', 300],
    ['18:00', '00:00', 'midnight', 360],
    ['09:00', '09:00', 'whole_day', 1440],
    ['00:00', '24:00', 'whole_day', 1440],
    ['09:00', '', null, null],
  ] as const;
  for (const [opens, closes, end, lasts] of cases) {
    expect([spanEnd(span(opens, closes)), length(span(opens, closes))], `${opens}-${closes}`).toEqual([end, lasts]);
  }
});

test('what the server holds comes back as it was, in order', () => {
  const hours = {
    time_zone: 'Europe/London',
    weekly: [
      { weekday: 2, opens: '13:00', closes: '24:00' },
      { weekday: 1, opens: '09:00', closes: '12:00' },
      { weekday: 2, opens: '09:00', closes: '12:00' },
    ],
    exceptions: [
      { date: '2026-12-31', note: '', spans: [{ opens: '10:00', closes: '12:00' }] },
      { date: '2026-12-25', note: 'Christmas', spans: [] },
    ],
  };
  expect(bodyOf(draftOf(hours))).toEqual({
    time_zone: 'Europe/London',
    weekly: [
      { weekday: 1, opens: '09:00', closes: '12:00' },
      { weekday: 2, opens: '09:00', closes: '12:00' },
      { weekday: 2, opens: '13:00', closes: '00:00' },
    ],
    exceptions: [
      { date: '2026-12-25', note: 'Christmas', spans: [] },
      { date: '2026-12-31', note: '', spans: [{ opens: '10:00', closes: '12:00' }] },
    ],
  });
});

test('a day is copied to others in place of what was there', () => {
  const copied = copyDay(written('Mon 09:00-12:00\nTue 20:00-21:00\nWed 08:00-09:00'), 1, [2, 5]);
  const times = copied.weekly.map((spans) => spans.map((one) => `${one.opens}-${one.closes}`).join(' '));
  expect(times).toEqual(['09:00-12:00', '09:00-12:00', '08:00-09:00', '', '09:00-12:00', '', '']);
  const ids = copied.weekly.flat().map((one) => one.id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('the next span begins after the last', () => {
  const offered = (text: string) => {
    const next = nextSpan(written(text).weekly[0] ?? []);
    return `${next.opens}-${next.closes}`;
  };
  expect(offered('')).toBe('10:00-16:00');
  expect(offered('Mon 09:00-12:00')).toBe('13:00-14:00');
  expect(offered('Mon 09:00-23:30')).toBe('23:00-00:00');
});

test('a night is drawn on both of its days, Sunday into Monday too', () => {
  const drawn = stretches(written('Sun 18:00-06:00').weekly);
  expect(drawn[6]).toEqual([{ from: 0.75, to: 1, fromYesterday: false }]);
  expect(drawn[0]).toEqual([{ from: 0, to: 0.25, fromYesterday: true }]);
  expect(weeklyMinutes(written('Sun 18:00-06:00\nMon 09:00-10:00').weekly)).toBe(13 * 60);
});

test('dates have their weekday', () => {
  expect([weekdayOf('2026-11-23'), weekdayOf('1970-01-01'), weekdayOf('1969-12-28'), weekdayOf('2026-02-29')]).toEqual([
    1,
    4,
    7,
    null,
  ]);
});
