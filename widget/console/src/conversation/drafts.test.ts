import { describe, expect, it } from 'vitest';
import { changed, clear, draft, forgetDrafts, write } from './drafts.ts';

describe('drafts', () => {
  it('keeps a text for each conversation and box, apart', () => {
    write('one', 'message', 'hello', 3);
    write('one', 'aside', 'careful', 3);
    write('two', 'message', 'other', 1);
    expect(draft('one', 'message').value.text).toBe('hello');
    expect(draft('one', 'aside').value.text).toBe('careful');
    expect(draft('one', 'suggestion').value.text).toBe('');
    expect(draft('two', 'message').value.text).toBe('other');
    clear('one', 'message');
    expect(draft('one', 'aside').value.text).toBe('careful');
    forgetDrafts('one');
    expect(draft('one', 'aside').value.text).toBe('');
    expect(draft('two', 'message').value.text).toBe('other');
  });

  it('remembers what was on screen when the text was begun, until the box is empty', () => {
    let value = changed({ text: '', begunAtSeq: null, suggestion: null }, 'h', 4);
    value = changed(value, 'he', 8);
    expect(value.begunAtSeq).toBe(4);
    value = changed({ ...value, suggestion: 'x' }, '', 9);
    expect(value).toEqual({ text: '', begunAtSeq: null, suggestion: null });
    expect(changed(value, 'n', 10).begunAtSeq).toBe(10);
  });
});
