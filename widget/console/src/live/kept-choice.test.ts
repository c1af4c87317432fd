import { describe, expect, it } from 'vitest';
import { type Keeper, keepChoice, keptChoice } from './kept-choice.ts';

function memory(): Keeper {
  const held = new Map<string, string>();
  return {
    getItem: (key) => held.get(key) ?? null,
    setItem: (key, value) => void held.set(key, value),
    removeItem: (key) => void held.delete(key),
  };
}

describe('what a worker chose', () => {
  it('comes back to the same person only', () => {
    const keeper = memory();
    keepChoice(keeper, 'ana', 'available');
    expect(keptChoice(keeper, 'ana')).toBe('available');
    expect(keptChoice(keeper, 'ben')).toBeNull();
  });

  it('is forgotten when there is none', () => {
    const keeper = memory();
    keepChoice(keeper, 'ana', 'busy');
    keepChoice(keeper, 'ana', null);
    expect(keptChoice(keeper, 'ana')).toBeNull();
  });

  it('is not made of what somebody else wrote there', () => {
    const keeper = memory();
    keeper.setItem('netreach.availability', 'ana asleep');
    expect(keptChoice(keeper, 'ana')).toBeNull();
  });
});
