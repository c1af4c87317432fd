import { describe, expect, it } from 'vitest';
import { type Action, actionFor, type Place, type Press } from './keymap.ts';

const press = (key: string, extra: Partial<Press> = {}): Press => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  ...extra,
});
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz0123456789/?.'];

describe('keys', () => {
  it('are plain letters outside text fields', () => {
    const wanted: [string, Action][] = [
      ['j', 'next'],
      ['K', 'previous'],
      ['n', 'unread'],
      ['r', 'reply'],
      ['a', 'aside'],
      ['e', 'end'],
      ['s', 'swap'],
      ['2', 'columns2'],
      ['/', 'canned'],
    ];
    for (const [key, action] of wanted) expect(actionFor(press(key), 'page', true)).toBe(action);
    expect(actionFor(press('?', { shiftKey: true }), 'page', true)).toBe('help');
    expect(actionFor(press('/', { shiftKey: true }), 'page', true)).toBe('canned');
  });

  it('leave every letter to the one who writes', () => {
    for (const key of LETTERS) expect(actionFor(press(key), 'text', true)).toBeNull();
    expect(actionFor(press("'", { ctrlKey: true }), 'text', true)).toBe('canned');
    expect(actionFor(press('ArrowDown', { metaKey: true }), 'text', true)).toBe('next');
    expect(actionFor(press('Escape'), 'text', true)).toBe('leave');
  });

  it('never use Alt, with or without Ctrl, which AltGr sends', () => {
    for (const place of ['text', 'page'] satisfies Place[]) {
      for (const key of LETTERS) {
        expect(actionFor(press(key, { altKey: true }), place, true)).toBeNull();
        expect(actionFor(press(key, { altKey: true, ctrlKey: true }), place, true)).toBeNull();
      }
    }
  });

  it('do nothing while a letter is put together, in menus and dialogs, or when turned off', () => {
    expect(actionFor(press('j', { isComposing: true }), 'page', true)).toBeNull();
    expect(actionFor(press('j'), 'popup', true)).toBeNull();
    for (const key of LETTERS) expect(actionFor(press(key), 'page', false)).toBeNull();
    expect(actionFor(press("'", { ctrlKey: true }), 'text', false)).toBeNull();
    expect(actionFor(press('Escape'), 'text', false)).toBe('leave');
  });

  it('leave the browser its own combinations', () => {
    for (const key of [...'acvxzrtwnfls']) {
      expect(actionFor(press(key, { ctrlKey: true }), 'page', true)).toBeNull();
      expect(actionFor(press(key, { metaKey: true }), 'text', true)).toBeNull();
    }
  });
});
