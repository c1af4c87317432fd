import { expect, test } from 'vitest';
import { byKey, kindOf, listOf, resolve } from './texts.ts';

const defaults = { 'en waiting': 'Default.', 'ro waiting': 'Implicit.' };

test('what a visitor reads is found in the order of the server', () => {
  const read = (written: Record<string, string>, language: string, own = 'en') => {
    const found = resolve(written, defaults, 'waiting', language, own);
    return `${found.language} ${found.written ? 'written' : 'default'}: ${found.text}`;
  };
  expect(read({}, 'ro')).toBe('ro default: Implicit.');
  expect(read({ 'en waiting': 'Ours.' }, 'ro')).toBe('en written: Ours.');
  expect(read({ 'en waiting': 'Ours.', 'ro waiting': 'Al nostru.' }, 'ro')).toBe('ro written: Al nostru.');
  expect(read({ 'pt waiting': 'Nosso.' }, 'pt-br')).toBe('pt written: Nosso.');
  expect(read({ 'pt waiting': 'Nosso.', 'pt-br waiting': 'Daqui.' }, 'pt-br')).toBe('pt-br written: Daqui.');
  expect(read({ 'ro waiting': '  ' }, 'ro')).toBe('ro default: Implicit.');
  expect(read({}, 'pl', 'ro')).toBe('ro default: Implicit.');
  expect(read({}, 'pl', 'pl')).toBe('en default: Default.');
  expect(resolve({}, defaults, 'other_channels', 'en', 'en').text).toBe('');
});

test('what is sent leaves out what is empty, in one order', () => {
  const texts = [
    { language: 'ro', kind: 'waiting', text: ' Așteptați. ' },
    { language: 'en', kind: 'other_channels', text: 'Call.' },
    { language: 'en', kind: 'ground_rules', text: ' ' },
    { language: 'en', kind: 'confidentiality', text: 'Between us.' },
  ] as const;
  expect(listOf(byKey(texts)).map((one) => `${one.language} ${one.kind}: ${one.text}`)).toEqual([
    'en confidentiality: Between us.',
    'en other_channels: Call.',
    'ro waiting: Așteptați.',
  ]);
});

test('each state has its text, and an open desk has none', () => {
  expect([kindOf('open'), kindOf('no_hours'), kindOf('queue_full')]).toEqual([
    null,
    'closed_outside_hours',
    'closed_queue_full',
  ]);
});
