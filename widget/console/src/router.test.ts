import { describe, expect, it } from 'vitest';
import { address, beforeLeaving, leave, split } from './router.ts';

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

describe('a page that asks before it is left', () => {
  it('stays until somebody says so, and asks nobody once it is gone', () => {
    const done: string[] = [];
    let held: () => void = () => {};
    const release = beforeLeaving((go) => {
      held = go;
      return false;
    });
    leave(() => done.push('first'));
    expect(done).toEqual([]);
    held();
    expect(done).toEqual(['first']);
    release();
    leave(() => done.push('second'));
    expect(done).toEqual(['first', 'second']);
  });

  it('lets go at once where nothing would be lost, and another page’s answer does not take its own away', () => {
    const done: string[] = [];
    const before = beforeLeaving(() => false);
    const release = beforeLeaving(() => true);
    before();
    leave(() => done.push('left'));
    expect(done).toEqual(['left']);
    release();
  });
});
