import { describe, expect, it } from 'vitest';
import { columnsThatFit, neighbour, opened, placed, removed, visible } from './board.ts';

describe('conversations side by side', () => {
  it('fits as many columns as there is room for, never more than wanted', () => {
    expect(columnsThatFit(390, 3)).toBe(1);
    expect(columnsThatFit(1024, 3)).toBe(2);
    expect(columnsThatFit(1440, 3)).toBe(3);
    expect(columnsThatFit(1440, 2)).toBe(2);
    expect(columnsThatFit(3000, 3)).toBe(3);
  });

  it('opens in a free column, else in place of the one in use', () => {
    let board = opened({ open: [], active: null }, 'a', 2);
    board = opened(board, 'b', 2);
    expect(board).toEqual({ open: ['a', 'b'], active: 'b' });
    expect(opened(board, 'c', 2)).toEqual({ open: ['a', 'c'], active: 'c' });
    expect(opened(board, 'a', 2)).toEqual({ open: ['a', 'b'], active: 'a' });
  });

  it('puts a new one beside, and never takes the one in use away', () => {
    expect(placed({ open: ['a'], active: 'a' }, 'b', 2)).toEqual({ open: ['a', 'b'], active: 'a' });
    const full = { open: ['a', 'b'], active: 'a' };
    expect(placed(full, 'c', 2)).toBe(full);
  });

  it('goes to the neighbour when a column closes', () => {
    expect(removed({ open: ['a', 'b', 'c'], active: 'b' }, 'b')).toEqual({ open: ['a', 'c'], active: 'c' });
    expect(removed({ open: ['a'], active: 'a' }, 'a')).toEqual({ open: [], active: null });
  });

  it('keeps the one in use on screen when the window gets narrow', () => {
    const board = { open: ['a', 'b', 'c'], active: 'c' };
    expect(visible(board, 1)).toEqual(['c']);
    expect(visible(board, 2)).toEqual(['b', 'c']);
    expect(visible({ ...board, active: 'a' }, 2)).toEqual(['a', 'b']);
  });

  it('moves round the ends of the list', () => {
    expect(neighbour(['a', 'b'], 'b', 1)).toBe('a');
    expect(neighbour(['a', 'b'], 'a', -1)).toBe('b');
    expect(neighbour(['a', 'b'], null, -1)).toBe('b');
    expect(neighbour([], null, 1)).toBeNull();
  });
});
