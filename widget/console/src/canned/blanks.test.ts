import { describe, expect, it } from 'vitest';
import { blankAfter, blankBefore, blanks, fill } from './blanks.ts';

describe('blanks of a canned answer', () => {
  it('fills what is known and leaves what is not', () => {
    expect(fill('Call {{phone}} in {{ town }}, ask for {{name}}.', { phone: '07700 900123', town: 'Leeds' })).toBe(
      'Call 07700 900123 in Leeds, ask for {{name}}.',
    );
  });

  it('takes an empty value for none, and never a property of every object', () => {
    expect(fill('{{phone}} {{constructor}}', { phone: '' })).toBe('{{phone}} {{constructor}}');
  });

  it('does not read a value as a pattern', () => {
    expect(fill('{{a}}', { a: '$& $1' })).toBe('$& $1');
  });

  it('finds what is open, in order, with its place', () => {
    const text = 'a {{one}} b {{ two_ä }} {{not-one}} {{}}';
    expect(blanks(text).map((blank) => [blank.name, text.slice(blank.from, blank.to)])).toEqual([
      ['one', '{{one}}'],
      ['two_ä', '{{ two_ä }}'],
    ]);
  });

  it('walks forward and back, and lets go at either end', () => {
    const text = '{{a}} and {{b}}';
    expect(blankAfter(text, 0)?.name).toBe('a');
    expect(blankAfter(text, 5)?.name).toBe('b');
    expect(blankAfter(text, 15)).toBeNull();
    expect(blankBefore(text, 10)?.name).toBe('a');
    expect(blankBefore(text, 0)).toBeNull();
  });
});
