import { afterEach, beforeEach } from 'vitest';

/**
 * The tests of this file are steps of one story: after one that failed, the rest is skipped.
 *
 * Else each of them would wait for what can no longer come, and the failure that matters would drown.
 */
export function steps(): void {
  let isBroken = false;
  beforeEach((context) => {
    if (isBroken) context.skip('an earlier step failed');
  });
  afterEach((context) => {
    isBroken ||= context.task.result?.state === 'fail';
  });
}
