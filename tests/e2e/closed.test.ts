// Closed: why, until when, and what else there is; and it opens by itself.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALL_WEEK, setHours } from './support/pair.ts';
import { Stage } from './support/stage.ts';
import { shown, until } from './support/until.ts';
import type { Visitor } from './support/visitor.ts';
import type { Worker } from './support/worker.ts';

const DAY_MS = 86_400_000;
/** The panel looks at a closed desk every thirty seconds, and a few more so that not all look at once. */
const LOOKED_WITHIN_MS = 45_000;

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

let stage: Stage;
let ana: Worker;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.signedIn('ana');
});

afterAll(() => stage?.close());

/** The date in a time zone, as `2026-03-01`. */
function dateIn(zone: string, at: number): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at);
}

/** How the widget calls a day that is one to six days away, for somebody in a time zone. */
function dayWord(date: string, zone: string): string {
  const days = (Date.parse(date) - Date.parse(dateIn(zone, Date.now()))) / DAY_MS;
  return days === 1 ? 'tomorrow' : (WEEKDAYS[new Date(date).getUTCDay()] ?? '');
}

async function openClosed(options: { timezoneId?: string; locale?: string } = {}): Promise<Visitor> {
  const visitor = await stage.visitor(options);
  await visitor.visit(stage.demo.website);
  await visitor.open();
  await visitor.reaches('closed');
  return visitor;
}

describe('between its hours', () => {
  const date = dateIn('Europe/London', Date.now() + 2 * DAY_MS);

  beforeAll(async () => {
    const weekday = new Date(date).getUTCDay() || 7;
    await setHours(ana, {
      time_zone: 'Europe/London',
      weekly: [{ weekday, opens: '10:00', closes: '12:30' }],
      exceptions: [],
    });
  });

  const zones = [
    ['Europe/London', '10:00'],
    ['Europe/Bucharest', '12:00'],
    ['America/St_Johns', '06:30'],
  ] as const;
  for (const [timezoneId, time] of zones) {
    test(`the next opening is told in the visitor’s own time: ${timezoneId}`, async () => {
      const visitor = await stage.visitor({ timezoneId });
      await visitor.visit(stage.demo.website);
      await visitor.launcherIs('opens');
      expect(await visitor.launcherLine()).toBe(`Opens ${dayWord(date, timezoneId)}, ${time}`);
      await visitor.open();
      await visitor.reaches('closed');
      expect(await visitor.at('closed').getAttribute('data-reason')).toBe('outside_hours');
      expect(await visitor.at('next-opening').innerText()).toBe(
        `Opens ${dayWord(date, timezoneId)}, ${time} (your time).`,
      );
      await visitor.context.close();
    });
  }

  test('the automatic reply stands there with the other channels, and nothing is asked', async () => {
    const visitor = await openClosed();
    await shown(visitor.at('closed-text'));
    expect(await visitor.at('closed').innerText()).toContain('07700 900123');
    expect(await visitor.at('closed').innerText()).not.toContain('{{');
    expect(await visitor.at('nickname').count()).toBe(0);
    expect(visitor.wire.sockets).toBe(0);
    await visitor.context.close();
  });

  test('the console says the same', async () => {
    await shown(ana.page.locator('[data-test="desk-block"][data-state="outside_hours"]'));
    expect(await ana.at('next-opening').innerText()).toMatch(/10:00/);
  });
});

test('on a date with other hours the reason is told', async () => {
  const today = dateIn('Europe/London', Date.now());
  await setHours(ana, { weekly: ALL_WEEK, exceptions: [{ date: today, note: 'Training day', spans: [] }] });
  const visitor = await openClosed();
  expect(await visitor.at('closed').getAttribute('data-reason')).toBe('exception');
  expect(await visitor.at('closed').innerText()).toContain('Training day.');
  await visitor.context.close();
});

test('with nobody there it says so, and opens by itself when two are', { timeout: 120_000 }, async () => {
  await setHours(ana, { weekly: ALL_WEEK, exceptions: [] });
  const visitor = await openClosed();
  expect(await visitor.at('closed').getAttribute('data-reason')).toBe('no_pair');

  await ana.choose('available');
  await until(() => ana.at('desk-block').getAttribute('data-state')).toBe('no_pair');
  const cara = await stage.operator('cara');
  await until(() => ana.at('desk-block').getAttribute('data-state')).toBe('open');
  await visitor.reaches('intro', LOOKED_WITHIN_MS);

  // And the other way: who has gone as far as the name is told that it has closed meanwhile.
  await visitor.acceptRules();
  await cara.choose('away');
  await visitor.reaches('closed');
  expect(await visitor.at('closed').getAttribute('data-reason')).toBe('no_pair');
  await visitor.context.close();
});
