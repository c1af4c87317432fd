import type { CannedAnswer, CannedLevel } from '@netreach/protocol';
import { expect, test } from 'vitest';
import inks from '../../../../../tests/vectors/accent-ink.json';
import { blanksIn, brokenBlanks, insertAt, isVariableName, pieces, variableName } from './blanks.ts';
import { colour, contrast, hex, inkOn, judge, TEXT_CONTRAST_MIN, WHITE } from './contrast.ts';
import { figures, top, totals } from './counts.ts';
import { whole } from './numbers.ts';
import { makePassword } from './password.ts';
import { changed, same } from './same.ts';
import { matches } from './search.ts';
import { checkShortcut, clashes, plain } from './shortcut.ts';

test('contrast as WCAG counts it', () => {
  expect(contrast([0, 0, 0], WHITE)).toBeCloseTo(21);
  expect(contrast([118, 118, 118], WHITE)).toBeCloseTo(4.54, 2);
  expect(contrast(WHITE, WHITE)).toBe(1);
  expect(['#0f6b66', '0F6B66', '#fff', '#12345', 'red', ''].map((text) => colour(text))).toEqual([
    [15, 107, 102],
    [15, 107, 102],
    [255, 255, 255],
    null,
    null,
    null,
  ]);
  expect(hex([15, 7, 255])).toBe('#0f07ff');
});

test.each(inks)('the preview writes on $accent in $ink, as the launcher does', ({ accent, ink }) => {
  const ground = colour(accent);
  expect(ground && hex(inkOn(ground))).toBe(ink);
});

test('every accent is judged on both pages', () => {
  const yellow = judge([255, 240, 120]);
  expect([yellow.seenOnWhite, yellow.seenOnDark]).toEqual([false, true]);
  const teal = judge([15, 107, 102]);
  expect([teal.seenOnWhite, teal.seenOnDark]).toEqual([true, false]);
  // No colour is so much in the middle that no ink can be read on it.
  for (let grey = 0; grey <= 255; grey += 1)
    expect(judge([grey, grey, grey]).text).toBeGreaterThanOrEqual(TEXT_CONTRAST_MIN);
});

test('blanks are found, kept apart from words, and slips are named', () => {
  expect(pieces('Call {{phone}} in {{ town }}.')).toEqual([
    { words: 'Call ' },
    { blank: 'phone' },
    { words: ' in ' },
    { blank: 'town' },
    { words: '.' },
  ]);
  expect(blanksIn('{{a}} {{b}} {{a}}')).toEqual(['a', 'b']);
  expect(blanksIn('{{Where you are}}')).toEqual(['Where you are']);
  expect(brokenBlanks('{{phone}} {{town} {phone}} {{}} { }')).toEqual(['{{town}', '{phone}}', '{{}}']);
  expect(insertAt('Call now', 5, 8, '{{phone}}')).toEqual({ text: 'Call {{phone}}', at: 14 });
  expect(['phone', 'clinic_2', 'Phone', 'a-b', ''].map(isVariableName)).toEqual([true, true, false, false, false]);
  expect(['Phone number', ' Čas / ore ', '__x__'].map(variableName)).toEqual(['phone_number', 'cas_ore', 'x']);
});

function answer(
  id: string,
  shortcut: string,
  level: CannedLevel,
  desk: string | null = null,
  project: string | null = null,
): CannedAnswer {
  return { id, shortcut, level, desk, project, title: id, tags: [], texts: [], updated_at: 0, yours_to_change: true };
}

test('a shortcut is free, covers another one, or is taken', () => {
  const all = [
    answer('shared', 'sti', 'consortium'),
    answer('leeds', 'sti', 'project', null, 'leeds'),
    answer('mine', 'sti', 'own'),
  ];
  const found = (id: string | null, text: string, level: CannedLevel, project: string | null = null) =>
    clashes(all, id, text, { level, desk: null, project }).map((clash) => `${clash.answer.id} ${clash.kind}`);
  expect(found(null, '/STI', 'consortium')).toEqual(['shared same', 'leeds covered', 'mine covered']);
  expect(found('shared', 'sti', 'consortium')).toEqual(['leeds covered', 'mine covered']);
  expect(found(null, 'sti', 'project', 'norwich')).toEqual(['shared covers', 'mine covered']);
  expect(found(null, 'sti', 'project', 'leeds')).toEqual(['leeds same', 'shared covers', 'mine covered']);
  expect(found(null, '', 'consortium')).toEqual([]);
  expect([
    plain(' /Sti-Test '),
    checkShortcut('/'),
    checkShortcut('two words'),
    checkShortcut('a'.repeat(33)),
    checkShortcut('ajută'),
  ]).toEqual(['sti-test', 'empty', 'characters', 'too_long', null]);
});

test('search is by words, whatever the accents', () => {
  expect(matches('sanatate urgenta', 'Sănătate', 'de urgență')).toBe(true);
  expect(matches('/sti', 'sti test')).toBe(true);
  expect(matches('  ', 'anything')).toBe(true);
  expect(matches('sti clinic', 'sti test')).toBe(false);
});

test('a first password is made of fair letters', () => {
  let next = 0;
  const counting = (bytes: Uint8Array<ArrayBuffer>) => bytes.map(() => next++ % 256);
  const password = makePassword(counting);
  expect(password).toBe('abcd-efgh-jkmn-pqrs-tuvw');
  const seen = new Map<string, number>();
  for (let turn = 0; turn < 248; turn += 1) {
    for (const letter of makePassword(counting).replaceAll('-', '')) seen.set(letter, (seen.get(letter) ?? 0) + 1);
  }
  expect(seen.size).toBe(31);
  expect([...seen.keys()].some((letter) => 'ilo01'.includes(letter))).toBe(false);
});

test('figures have a row for each day, and minutes are rounded up', () => {
  const rows = figures(
    [
      { day: '2026-11-23', name: 'requests', value: 4 },
      { day: '2026-11-23', name: 'below_rule_ms', value: 61_000 },
      { day: '2026-11-21', name: 'missed', value: 1 },
      { day: '2026-11-01', name: 'requests', value: 99 },
    ],
    '2026-11-23',
    3,
  );
  expect(rows.map((row) => row.day)).toEqual(['2026-11-21', '2026-11-22', '2026-11-23']);
  expect(totals(rows)).toEqual({ requests: 4, conversations: 0, missed: 1, minutesBelow: 2 });
  expect([top([]), top([3]), top([5]), top([7]), top([12]), top([180])]).toEqual([1, 5, 5, 10, 20, 200]);
});

test('only what changed is sent', () => {
  expect(changed({ name: 'a', languages: ['en', 'ro'] }, { name: 'a', languages: ['ro', 'en'] })).toEqual({
    languages: ['ro', 'en'],
  });
  expect(same({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toBe(true);
  expect(same({ a: 1 }, { a: 1, b: undefined })).toBe(false);
  expect(same([], {})).toBe(false);
});

test('numbers are whole and within their bounds', () => {
  expect(['5', ' 5 ', '0', '11', '5.5', '-1', '', '1e1'].map((text) => whole(text, 1, 10))).toEqual([
    5,
    5,
    null,
    null,
    null,
    null,
    null,
    null,
  ]);
});
