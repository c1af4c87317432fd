import { describe, expect, it } from 'vitest';
import { address, split } from './router.ts';

describe('addresses of the console', () => {
  it('are parts after /console/', () => {
    expect(split('/console/')).toEqual([]);
    expect(split('/console')).toEqual([]);
    expect(split('/console/settings/people/')).toEqual(['settings', 'people']);
    expect(split('/elsewhere')).toEqual([]);
    expect(split('/console/%E0%A4%A')).toEqual(['%E0%A4%A']);
  });
  it('come back as they went', () => {
    expect(split(address('settings', 'a b/c'))).toEqual(['settings', 'a b/c']);
  });
});
