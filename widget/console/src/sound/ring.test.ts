import { describe, expect, it } from 'vitest';
import { loudness, pauseAfter, REPEATS_MS } from './ring.ts';

describe('the ring', () => {
  it('grows louder and comes sooner, up to a bound', () => {
    const rings = Array.from({ length: 20 }, (_, at) => at);
    for (const at of rings.slice(1)) {
      expect(loudness(at)).toBeGreaterThanOrEqual(loudness(at - 1));
      expect(pauseAfter(at)).toBeLessThanOrEqual(pauseAfter(at - 1));
    }
    expect(loudness(1)).toBeGreaterThan(loudness(0));
    expect(loudness(1000)).toBeLessThanOrEqual(0.5);
    expect(pauseAfter(1000)).toBe(REPEATS_MS.at(-1));
  });
});
