import { describe, expect, it } from 'vitest';
import { collision, looksLikeAside, withoutSlashes } from './guards.ts';

describe('an aside in the message box', () => {
  it('is suspected by two slashes or a colleague’s name', () => {
    expect(looksLikeAside('// is this safe?', [])).toEqual({ why: 'slashes' });
    expect(looksLikeAside('  //x', [])).toEqual({ why: 'slashes' });
    expect(looksLikeAside('@Zoë M can you look?', ['Zoë M'])).toEqual({ why: 'mention', name: 'Zoë M' });
    expect(looksLikeAside('@zoe', ['Zoë M', 'Zoë'])).toEqual({ why: 'mention', name: 'Zoë' });
    expect(looksLikeAside('@sam look', [])).toEqual({ why: 'mention', name: 'sam' });
  });

  it('is not suspected in an ordinary text', () => {
    for (const text of ['Hello', 'see https://a.example', 'and/or', '/', '@', 'me@home', '@ 5 pm']) {
      expect(looksLikeAside(text, ['Sam'])).toBeNull();
    }
  });

  it('loses only the slashes when it is moved', () => {
    expect(withoutSlashes('//  note // here')).toBe('note // here');
    expect(withoutSlashes('@sam look')).toBe('@sam look');
  });
});

describe('a colleague’s message that lands while one types', () => {
  const messages = [
    { seq: 4, id: 'a' },
    { seq: 9, id: 'b' },
  ];
  it('asks once about what came after the draft was begun', () => {
    expect(collision(messages, 5, 0)?.id).toBe('b');
    expect(collision(messages, 5, 9)).toBeNull();
    expect(collision([...messages, { seq: 12, id: 'c' }], 5, 9)?.id).toBe('c');
  });
  it('does not ask about what the writer had in front of them', () => {
    expect(collision(messages, 9, 0)).toBeNull();
    expect(collision(messages, null, 0)).toBeNull();
    expect(collision([], 0, 0)).toBeNull();
  });
});
