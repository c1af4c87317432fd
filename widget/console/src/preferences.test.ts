import { describe, expect, it } from 'vitest';
import { read } from './preferences.ts';

describe('what this device was told', () => {
  it('takes what is a preference and leaves the rest', () => {
    expect(read({ shortcuts: false, columns: 3, sound: 'loud', draft: 'x' })).toEqual({
      shortcuts: false,
      sound: true,
      columns: 3,
      firstRunDone: false,
    });
    for (const bad of [null, 'x', 7, [], { columns: 9 }]) expect(read(bad).columns).toBe(2);
  });
});
