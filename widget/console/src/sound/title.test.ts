import { describe, expect, it } from 'vitest';
import { titleFor } from './title.ts';

describe('the title of the tab', () => {
  it('counts, and says nothing of what waits', () => {
    expect(titleFor(0, false)).toBe('Netreach console');
    expect(titleFor(3, false)).toBe('(3) Netreach console');
    expect(titleFor(1, true)).toBe('(1) New · Netreach console');
  });
});
