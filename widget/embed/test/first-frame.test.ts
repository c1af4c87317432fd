import { describe, expect, it } from 'vitest';
import inks from '../../../tests/vectors/accent-ink.json';
import { contrast, readableOn, TEXT_CONTRAST_MIN } from '../src/accent.ts';
import { LOOK_EVERY_MS, nextLookMs } from '../src/desk.ts';
import { chooseLanguage, fill } from '../src/languages.ts';
import { launcherLine } from '../src/launcher.ts';
import { accentColours } from '../src/panel/accents.ts';
import { resumeFor } from '../src/tab.ts';
import { describeWhen } from '../src/times.ts';

const CLOSED = { state: 'outside_hours', note: null, next_opening: 5, changes_at: null } as const;

describe('when it opens', () => {
  const at = (text: string) => Date.parse(text);
  const now = at('2026-03-28T20:00:00Z');
  const london = (text: string, language = 'en') => describeWhen(at(text), now, language, 'Europe/London');

  it('is today, tomorrow, a weekday or a date', () => {
    expect(london('2026-03-28T21:30:00Z')).toEqual({ day: 'today', time: '21:30' });
    expect(london('2026-03-30T09:00:00Z').day).toBe('Monday');
    expect(london('2026-04-09T09:00:00Z').day).toBe('Thursday 9 April');
  });

  it('is right across the night in which the clocks change', () => {
    expect(london('2026-03-29T08:00:00Z')).toEqual({ day: 'tomorrow', time: '09:00' });
  });

  it("is told in the visitor's own zone and language", () => {
    expect(describeWhen(at('2026-03-28T22:30:00Z'), now, 'ro', 'Europe/Bucharest')).toEqual({
      day: 'mâine',
      time: '00:30',
    });
  });
});

describe('the launcher', () => {
  it('says whether somebody is here, when it opens, or that it cannot know', () => {
    expect(launcherLine({ ...CLOSED, state: 'open' }).key).toBe('open');
    expect(launcherLine(CLOSED)).toEqual({ key: 'opens', at: 5 });
    expect(launcherLine({ ...CLOSED, next_opening: null }).key).toBe('closed');
    expect(launcherLine({ ...CLOSED, state: 'queue_full' }).key).toBe('full');
    expect(launcherLine(null).key).toBe('unreachable');
  });

  it('looks again every few minutes, and when the state may change', () => {
    expect(nextLookMs(CLOSED, 0, LOOK_EVERY_MS, 0)).toBe(LOOK_EVERY_MS);
    expect(nextLookMs({ ...CLOSED, changes_at: 10_000 }, 4_000, LOOK_EVERY_MS, 0)).toBe(6_500);
    expect(nextLookMs({ ...CLOSED, changes_at: 1_000 }, 4_000, LOOK_EVERY_MS, 0)).toBe(500);
  });
});

describe('languages', () => {
  it('are taken in the order of the wishes, by their first part', () => {
    expect(chooseLanguage([null, 'fr-FR', 'ro-MD', 'en'])).toBe('ro');
    expect(chooseLanguage([undefined, 'toString', 'xx'])).toBe('en');
  });

  it('fill their blanks, and only those that have a value', () => {
    expect(fill('{a} and {b}', { a: '{b}' })).toBe('{b} and {b}');
  });
});

describe("a project's own colour", () => {
  const colours = ['#000000', '#ffffff', '#ffff00', '#ff0000', '#777777', '#0f6b66', '#808000', '#e91e63', '#00bcd4'];

  it.each(colours)('%s is readable in every place', (colour) => {
    const all = accentColours(colour);
    if (all === null) throw new Error('a colour was taken for none');
    expect(contrast(readableOn(colour), colour)).toBeGreaterThanOrEqual(TEXT_CONTRAST_MIN);
    for (const [theme, paper] of [
      ['light', '#fbfaf7'],
      ['light', '#efece4'],
      ['dark', '#16191d'],
      ['dark', '#292e35'],
    ] as const) {
      expect(contrast(all[theme].on, all[theme].fill)).toBeGreaterThanOrEqual(TEXT_CONTRAST_MIN);
      expect(contrast(all[theme].text, paper)).toBeGreaterThanOrEqual(TEXT_CONTRAST_MIN);
    }
  });

  it.each(inks)('$accent has words in $ink on it, as the preview of the coordinator shows', ({ accent, ink }) => {
    expect(readableOn(accent)).toBe(ink);
  });

  it('is left alone if it is no colour', () => {
    expect(accentColours('red; display: none')).toBeNull();
  });
});

describe('a token that the tab keeps', () => {
  it('goes on by itself after a reload only', () => {
    expect(resumeFor('reload', 't')).toBe('silent');
    expect(resumeFor('navigate', 't')).toBe('ask');
    expect(resumeFor('back_forward', 't')).toBe('ask');
    expect(resumeFor('reload', null)).toBe('no');
  });
});
