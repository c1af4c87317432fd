import { describe, expect, it } from 'vitest';
import { queryAt, slashAt, withAnswer } from './picker-state.ts';

describe('canned answers at the cursor', () => {
  it('open with a slash at the start of a word, not inside one', () => {
    expect(slashAt('/', 1)).toEqual({ at: 0, slash: true });
    expect(slashAt('Hello /', 7)).toEqual({ at: 6, slash: true });
    for (const text of ['and/', 'https:/', 'a//']) expect(slashAt(text, text.length)).toBeNull();
  });

  it('look for what stands between the slash and the caret', () => {
    const anchor = { at: 6, slash: true };
    expect(queryAt('Hello /sti te', 13, anchor)).toBe('sti te');
    expect(queryAt('Hello ', 6, anchor)).toBeNull();
    expect(queryAt('Hello //', 8, anchor)).toBeNull();
    expect(queryAt('Hello /a\nb', 10, anchor)).toBeNull();
    expect(queryAt('Hello ab', 8, { at: 6, slash: false })).toBe('ab');
  });

  it('go in place of what was typed, with the first blank selected', () => {
    const put = withAnswer('Hi /st there', 6, { at: 3, slash: true }, 'Call {{phone}}.');
    expect(put.text).toBe('Hi Call {{phone}}. there');
    expect(put.text.slice(put.from, put.to)).toBe('{{phone}}');
  });

  it('stand several in one message, apart from each other', () => {
    const first = withAnswer('/a', 2, { at: 0, slash: true }, 'One.');
    expect(first).toEqual({ text: 'One.', from: 4, to: 4 });
    expect(withAnswer('word', 0, { at: 0, slash: false }, 'Two.').text).toBe('Two. word');
  });
});
