import { expect, test } from 'vitest';
import { addDays, clockChanges, instantOf, isZone, offset, touchedBy, wallClock } from './clock-change.ts';
import { type HoursDraft, span } from './hours.ts';

const at = (text: string) => Date.parse(text);

function hours(timeZone: string, weekday: number, opens: string, closes: string): HoursDraft {
  const weekly = Array.from({ length: 7 }, (_, index) => (index === weekday - 1 ? [span(opens, closes)] : []));
  return { timeZone, weekly, exceptions: [] };
}

test('the clocks of a year', () => {
  const year = (zone: string) =>
    clockChanges(zone, at('2026-01-01T00:00Z'), at('2027-01-01T00:00Z')).map(
      (change) =>
        `${new Date(change.at).toISOString().slice(0, 16)} ${change.before.slice(11)}>${change.after.slice(11)} ${change.by}`,
    );
  expect(year('Europe/London')).toEqual(['2026-03-29T01:00 01:00>02:00 60', '2026-10-25T01:00 02:00>01:00 -60']);
  expect(year('Europe/Bucharest')).toEqual(['2026-03-29T01:00 03:00>04:00 60', '2026-10-25T01:00 04:00>03:00 -60']);
  expect(year('Australia/Lord_Howe')).toEqual(['2026-04-04T15:00 02:00>01:30 -30', '2026-10-03T15:30 02:00>02:30 30']);
  expect(year('UTC')).toEqual([]);
});

test('a wall-clock time means one instant, two, or none', () => {
  const meant = (wall: string) => {
    const found = instantOf('Europe/London', wall);
    return found && `${new Date(found.at).toISOString().slice(0, 16)} ${found.kind}`;
  };
  expect(meant('2026-11-23T09:00')).toBe('2026-11-23T09:00 once');
  expect(meant('2026-07-01T09:00')).toBe('2026-07-01T08:00 once');
  expect(meant('2026-03-29T01:30')).toBe('2026-03-29T01:30 skipped');
  expect(meant('2026-10-25T01:30')).toBe('2026-10-25T00:30 twice');
  expect(meant('soon')).toBeNull();
});

test('the wall clock and the offset', () => {
  expect(wallClock('Asia/Kolkata', at('2026-11-23T20:00Z'))).toBe('2026-11-24T01:30');
  expect(wallClock('Europe/London', at('2026-11-23T00:00Z'))).toBe('2026-11-23T00:00');
  expect(offset('America/St_Johns', at('2026-11-23T20:00:30Z'))).toBe(-210);
  expect([isZone('Europe/London'), isZone('Mars/Olympus'), isZone('')]).toEqual([true, false, false]);
});

test('spans over a change last as long as the server says', () => {
  const [spring, autumn] = clockChanges('Europe/London', at('2026-01-01T00:00Z'), at('2027-01-01T00:00Z'));
  if (!spring || !autumn) throw new Error('London has two changes in 2026');
  const lasts = (opens: string, closes: string, weekday: number) =>
    [spring, autumn].map((change) =>
      touchedBy(change, hours('Europe/London', weekday, opens, closes)).map(
        (one) => `${one.date} ${one.lasts}/${one.planned}`,
      ),
    );
  expect(lasts('22:00', '06:00', 6)).toEqual([['2026-03-28 420/480'], ['2026-10-24 540/480']]);
  expect(lasts('00:00', '24:00', 7)).toEqual([['2026-03-29 1380/1440'], ['2026-10-25 1500/1440']]);
  expect(lasts('22:00', '01:30', 6)).toEqual([['2026-03-28 180/210'], ['2026-10-24 270/210']]);
  expect(lasts('01:15', '01:45', 7)).toEqual([['2026-03-29 0/30'], ['2026-10-25 90/30']]);
  expect(lasts('01:30', '05:00', 7)).toEqual([['2026-03-29 180/210'], ['2026-10-25 270/210']]);
  expect(lasts('09:00', '17:00', 7)).toEqual([[], []]);
  expect(lasts('22:00', '06:00', 5)).toEqual([[], []]);
});

test('an exception on the night counts in place of the weekly hours', () => {
  const [spring] = clockChanges('Europe/London', at('2026-01-01T00:00Z'), at('2026-06-01T00:00Z'));
  if (!spring) throw new Error('London has a change in spring');
  const closed = {
    ...hours('Europe/London', 6, '22:00', '06:00'),
    exceptions: [{ id: 1, date: '2026-03-28', note: '', closed: true, spans: [] }],
  };
  expect(touchedBy(spring, closed)).toEqual([]);
});

test('days are added over the ends of months', () => {
  expect([addDays('2026-12-31', 1), addDays('2026-03-01', -1), addDays('2028-02-28', 1)]).toEqual([
    '2027-01-01',
    '2026-02-28',
    '2028-02-29',
  ]);
});
