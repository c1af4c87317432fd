import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../src/languages.ts';

const FILES = import.meta.glob<Record<string, string>>('../src/lang/*/*.json', { eager: true, import: 'default' });
const SOURCES = import.meta.glob<string>('../src/panel/*.{ts,tsx}', { eager: true, import: 'default', query: '?raw' });
const texts = (path: string): Record<string, string> => FILES[`../src/lang/${path}.json`] ?? {};
const stem = (key: string) => key.split('.')[0] ?? key;
const blanks = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

describe.each(['launcher', 'panel'])('the %s', (part) => {
  const english = texts(`${part}/en`);

  it('has a file for every language, and no other', () => {
    const files = Object.keys(FILES).filter((path) => path.includes(`/${part}/`));
    const wanted = Object.keys(LANGUAGES).map((code) => `../src/lang/${part}/${code}.json`);
    expect(files.sort()).toEqual(wanted.sort());
  });

  it.each(Object.keys(LANGUAGES))('says the same things in %s', (code) => {
    const own = texts(`${part}/${code}`);
    expect(new Set(Object.keys(own).map(stem))).toEqual(new Set(Object.keys(english).map(stem)));
    for (const [key, text] of Object.entries(own)) {
      expect(text.trim(), key).not.toBe('');
      // A count of one may be said without the number: "mai apasă o dată".
      const wanted = blanks(english[key] ?? english[`${stem(key)}.other`] ?? '');
      const given = blanks(text);
      expect(key.endsWith('.one') ? [...new Set([...given, 'count'])].sort() : given, key).toEqual(
        key.endsWith('.one') ? [...new Set([...wanted, 'count'])].sort() : wanted,
      );
    }
  });

  it.each(Object.keys(LANGUAGES))('counts as %s counts', (code) => {
    const own = texts(`${part}/${code}`);
    const forms = new Intl.PluralRules(code).resolvedOptions().pluralCategories;
    const counted = new Set(
      Object.keys(english)
        .filter((key) => key.endsWith('.other'))
        .map(stem),
    );
    for (const key of counted) for (const form of forms) expect(own, key).toHaveProperty([`${key}.${form}`]);
  });
});

describe('components', () => {
  const components = Object.keys(SOURCES).filter((path) => path.endsWith('.tsx'));

  it.each(components)('%s holds no words of its own', (name) => {
    const source = (SOURCES[name] ?? '').replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
    const spoken = [...source.matchAll(/\b(?:aria-label|title|placeholder|alt|label)="([^"]*)"/g)].map(
      (each) => each[1],
    );
    // Text between tags, on one line or on its own line: anything with two letters in a row.
    const inline = [...source.matchAll(/<[a-z][^<>{}=]*(?:=(?:"[^"]*"|\{[^{}]*\})[^<>{}=]*)*>([^<>{}]+)<\//g)]
      .map((each) => each[1] ?? '')
      .filter((text) => /\p{L}{2}/u.test(text));
    const lines = source
      .split('\n')
      .filter((line) => /^\s+\p{Lu}[\p{L}’']* [\p{L} ,.’']+$/u.test(line) && !/[=(){};:<>]/.test(line));
    expect([...spoken, ...inline, ...lines]).toEqual([]);
  });

  it('use every key, and no key that is not there', () => {
    const code = Object.values(SOURCES).join('\n');
    const built = ['mark_', 'joined', 'left'];
    const unused = Object.keys(texts('panel/en'))
      .map(stem)
      .filter((key) => !code.includes(`'${key}'`) && !built.some((start) => key.startsWith(start)));
    expect(unused).toEqual([]);
  });
});
