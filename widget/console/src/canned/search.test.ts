import type { CannedAnswer, CannedLevel } from '@netreach/protocol';
import { describe, expect, it } from 'vitest';
import { search } from './search.ts';

function answer(
  shortcut: string,
  title: string,
  texts: Record<string, string>,
  tags: string[] = [],
  level: CannedLevel = 'desk',
): CannedAnswer {
  return {
    id: `${level}-${shortcut}`,
    level,
    desk: null,
    project: null,
    shortcut,
    title,
    tags,
    texts: Object.entries(texts).map(([language, text]) => ({ language, text })),
    updated_at: 0,
    yours_to_change: false,
  };
}

const library = [
  answer('sti', 'Free testing', { en: 'Tests are free at {{town}} clinic.', ro: 'Testele sunt gratuite.' }, ['health']),
  answer('clinic', 'Clinic times', { en: 'Open on Monday.' }, ['health', 'times']),
  answer('politie', 'Report to the police', { ro: 'Poți depune plângere la poliție.' }),
  answer('hello', 'A first hello', { en: 'Hello, you reached us.', ro: 'Bună!' }),
];
const found = (query: string, language = 'en') => search(library, query, language).map((hit) => hit.answer.shortcut);

describe('search in canned answers', () => {
  it('finds by shortcut, title, tag and text', () => {
    expect(found('sti')).toEqual(['sti']);
    expect(found('testing')).toEqual(['sti']);
    expect(found('health')).toEqual(['sti', 'clinic']);
    expect(found('monday')).toEqual(['clinic']);
  });

  it('puts a whole shortcut before everything else', () => {
    expect(found('clinic', 'ro')[0]).toBe('clinic');
    expect(found('/clinic')[0]).toBe('clinic');
  });

  it('puts the language of the visitor first and says what is a fallback', () => {
    const hits = search(library, '', 'ro-RO');
    expect(hits.map((hit) => [hit.answer.shortcut, hit.language, hit.fallback])).toEqual([
      ['sti', 'ro', false],
      ['politie', 'ro', false],
      ['hello', 'ro', false],
      ['clinic', 'en', true],
    ]);
  });

  it('does not mind accents', () => {
    expect(found('plangere politie', 'ro')).toEqual(['politie']);
    expect(found('POLIȚIE', 'ro')).toEqual(['politie']);
  });

  it('wants every word', () => {
    expect(found('clinic police')).toEqual([]);
  });

  it('keeps the first of two with one shortcut', () => {
    const own = answer('sti', 'My own', { en: 'Mine' }, [], 'own');
    expect(search([own, ...library], 'sti', 'en').map((hit) => hit.answer.id)).toEqual(['own-sti']);
  });
});
