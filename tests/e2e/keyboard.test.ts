// The whole way without a mouse, for the visitor and for the workers.

import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD } from './support/demo.ts';
import { Stage } from './support/stage.ts';
import { steps } from './support/steps.ts';
import { shown, until } from './support/until.ts';
import type { Visitor } from './support/visitor.ts';
import type { Worker } from './support/worker.ts';

/** More stops than any screen here has: whoever needs more is caught somewhere. */
const STOPS_MAX = 60;

let stage: Stage;
let visitor: Visitor;
let ana: Worker;
let cara: Worker;

beforeAll(async () => {
  stage = await Stage.open();
});

afterAll(() => stage?.close());

const isFocused = (where: Locator) =>
  where
    .first()
    .evaluate((element) => element === document.activeElement)
    .catch(() => false);

/** Presses Tab until something has the focus. */
async function tabTo(page: Page, where: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await shown(where);
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    if (await isFocused(where)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`the keyboard does not reach ${where}`);
}

/** Whether what has the focus can be seen to have it. */
async function hasVisibleFocus(where: Locator): Promise<boolean> {
  return where.first().evaluate((element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
  });
}

/** Signs in and becomes available. */
async function begin(worker: Worker, name: string): Promise<void> {
  const { keyboard } = worker.page;
  await worker.goto('/console/');
  await until(() => isFocused(worker.at('sign-in-name'))).toBe(true);
  await keyboard.type(name);
  await keyboard.press('Tab');
  await keyboard.type(PASSWORD);
  await keyboard.press('Enter');
  await tabTo(worker.page, worker.at('availability'));
  expect(await hasVisibleFocus(worker.at('availability'))).toBe(true);
  await keyboard.press('Enter');
  await until(() => isFocused(worker.at('availability-away'))).toBe(true);
  await keyboard.press('ArrowDown');
  await until(() => isFocused(worker.at('availability-available'))).toBe(true);
  await keyboard.press('Enter');
  await worker.is('available');
  await until(() => isFocused(worker.at('availability'))).toBe(true);
}

describe('by keyboard alone', () => {
  steps();

  test('workers sign in and become available', async () => {
    ana = await stage.worker();
    cara = await stage.worker();
    await begin(ana, 'ana');
    await begin(cara, 'cara');
  });

  test('the visitor comes from the website to the chat', async () => {
    visitor = await stage.visitor();
    await visitor.visit(stage.demo.website);
    const { keyboard } = visitor.page;
    await tabTo(visitor.page, visitor.launcher);
    expect(await hasVisibleFocus(visitor.launcher)).toBe(true);
    await keyboard.press('Enter');
    await visitor.reaches('intro');
    await until(() => isFocused(visitor.panel.locator('h1'))).toBe(true);
    await tabTo(visitor.page, visitor.at('accept'));
    expect(await hasVisibleFocus(visitor.at('accept'))).toBe(true);
    await keyboard.press('Enter');
    await visitor.reaches('name');
    await until(() => visitor.at('start').isEnabled()).toBe(true);
    await tabTo(visitor.page, visitor.at('nickname'));
    await keyboard.press('Control+A');
    await keyboard.type('Patient Crane');
    await keyboard.press('Enter');
    await visitor.reaches('talk');
    await until(() => isFocused(visitor.at('composer'))).toBe(true);
  });

  test('settings open, close by Escape and do not hold the focus', async () => {
    const { keyboard } = visitor.page;
    await tabTo(visitor.page, visitor.at('settings'), 'Shift+Tab');
    await keyboard.press('Enter');
    await until(() => isFocused(visitor.at('language'))).toBe(true);
    await keyboard.press('Escape');
    await until(() => visitor.at('language').count()).toBe(0);
    await tabTo(visitor.page, visitor.at('composer'));
  });

  test('messages go both ways', async () => {
    await visitor.page.keyboard.type('Hello');
    await visitor.page.keyboard.press('Enter');
    await until(() => visitor.texts()).toEqual(['Hello']);
    for (const worker of [ana, cara]) {
      await worker.page.keyboard.press('n');
      await until(() => isFocused(worker.conversation())).toBe(true);
    }
    const lead = (await ana.isLead()) ? ana : cara;
    await lead.page.keyboard.press('r');
    await until(() => isFocused(lead.at('message-box'))).toBe(true);
    await lead.page.keyboard.type('Welcome');
    await lead.page.keyboard.press('Enter');
    await until(() => visitor.texts()).toEqual(['Hello', 'Welcome']);
  });

  test('prepared answers, asides and suggestions', async () => {
    const [lead, second] = (await ana.isLead()) ? [ana, cara] : [cara, ana];
    const { keyboard } = lead.page;
    await keyboard.type('/moment');
    await shown(lead.at('canned-option'));
    await keyboard.press('Enter');
    await until(() => lead.at('message-box').inputValue()).toContain('One moment please');
    await keyboard.press('Enter');
    await until(async () => (await visitor.texts()).at(-1)).toContain('One moment please');

    await keyboard.press('Control+.');
    await until(() => isFocused(lead.at('aside-box'))).toBe(true);
    await keyboard.type('Do you know the clinic?');
    await keyboard.press('Enter');
    await until(async () => (await second.lines()).at(-1)).toMatchObject({ what: 'aside' });
    await keyboard.press('Control+.');
    await until(() => isFocused(lead.at('message-box'))).toBe(true);

    await second.page.keyboard.press('r');
    await until(() => isFocused(second.at('suggestion-box'))).toBe(true);
    await second.page.keyboard.type('It is in Quay Street.');
    await second.page.keyboard.press('Enter');
    await tabTo(lead.page, lead.at('suggestion-send'), 'Shift+Tab');
    await keyboard.press('Enter');
    await until(async () => (await visitor.texts()).at(-1)).toBe('It is in Quay Street.');
  });

  test('single letters act outside of text fields and write inside of them', async () => {
    const [lead, second] = (await ana.isLead()) ? [ana, cara] : [cara, ana];
    const { keyboard } = lead.page;
    await lead.page.keyboard.press('r');
    await until(() => isFocused(lead.at('message-box'))).toBe(true);
    await keyboard.type('s?');
    expect(await lead.at('message-box').inputValue()).toBe('s?');
    await keyboard.press('Control+A');
    await keyboard.press('Delete');
    await keyboard.press('Escape');
    await until(() => isFocused(lead.conversation())).toBe(true);
    await keyboard.press('s');
    await until(() => second.isLead()).toBe(true);
    await keyboard.press('d');
    await until(() => second.at('happening').last().innerText()).toContain('slow down');
  });

  test('? shows every key, Escape closes it, and the focus goes back', async () => {
    await ana.page.keyboard.press('?');
    await shown(ana.at('help-dialog'));
    expect(await ana.at('help-dialog').innerText()).toContain('Hand over or take the lead');
    await ana.page.keyboard.press('Escape');
    await until(() => ana.at('help-dialog').count()).toBe(0);
    await ana.page.keyboard.press('?');
    await tabTo(ana.page, ana.at('shortcuts-toggle'));
    await ana.page.keyboard.press('Enter');
    await ana.page.keyboard.press('Escape');
    await ana.page.keyboard.press('?');
    expect(await ana.at('help-dialog').count()).toBe(0);
  });

  test('nobody is caught: Tab leads out of the frame and through the whole console', async () => {
    const { keyboard } = visitor.page;
    await visitor.at('composer').focus();
    const isOutside = () => visitor.page.evaluate(() => document.activeElement?.tagName !== 'IFRAME');
    let stops = 0;
    while (!(await isOutside()) && stops < STOPS_MAX) {
      await keyboard.press('Tab');
      stops += 1;
    }
    expect(await isOutside()).toBe(true);

    await cara.page.keyboard.press('Escape');
    await tabTo(cara.page, cara.at('account-menu'));
    await tabTo(cara.page, cara.at('aside-box'));
    await tabTo(cara.page, cara.at('account-menu'), 'Shift+Tab');
  });

  test('the visitor ends it, and the focus is where it goes on', async () => {
    const { keyboard } = visitor.page;
    await visitor.at('composer').focus();
    await tabTo(visitor.page, visitor.at('end'), 'Shift+Tab');
    await keyboard.press('Enter');
    await until(() => isFocused(visitor.at('end-no'))).toBe(true);
    await keyboard.press('Escape');
    await until(() => isFocused(visitor.at('end'))).toBe(true);
    await keyboard.press('Enter');
    await tabTo(visitor.page, visitor.at('end-yes'), 'Shift+Tab');
    await keyboard.press('Enter');
    await visitor.reaches('ended');
    await until(() => isFocused(visitor.panel.locator('h1'))).toBe(true);
  });
});
