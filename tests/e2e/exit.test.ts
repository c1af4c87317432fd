// "Leave now": nothing to see at once, nothing to find afterwards, whatever the server does.

import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { join, type Talk } from './support/pair.ts';
import { Stage } from './support/stage.ts';
import { shown, until } from './support/until.ts';
import { NOTHING_KEPT, type Visitor } from './support/visitor.ts';
import type { Worker } from './support/worker.ts';

/** Where leaving leads when a site names no place. */
const ELSEWHERE = 'https://www.bbc.co.uk/weather';
const SECRET = 'plover-words-8153';

let stage: Stage;
let ana: Worker;
let cara: Worker;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.operator('ana');
  cara = await stage.operator('cara');
});

afterAll(() => stage?.close());

/** The conversation ended on the consoles as well: their screens are cleared for the next test. */
afterEach(async () => {
  stage.demo.thaw();
  for (const worker of [ana, cara]) {
    if ((await worker.conversation().count()) > 0 || (await worker.at('ended').count()) > 0) {
      await shown(worker.at('close-ended'));
      expect(await worker.page.locator('body').innerText()).not.toContain(SECRET);
      await worker.at('close-ended').click();
    }
  }
});

/** A conversation with something in it, on a page that was come to from another one. */
async function inTalk(where: 'website' | 'page'): Promise<{ visitor: Visitor } & Talk> {
  const visitor = await stage.visitor();
  await visitor.page.goto(stage.demo.ready.websites);
  if (where === 'website') {
    await visitor.visit(stage.demo.website);
    await visitor.open();
  } else {
    await visitor.visitPage(stage.demo.page);
  }
  const talk = await join(visitor, [ana, cara], 'Small Plover');
  await talk.lead.say(SECRET);
  await visitor.say(`${SECRET}, yes`);
  await until(() => visitor.texts()).toEqual([SECRET, `${SECRET}, yes`]);
  await until(() => visitor.mark(`${SECRET}, yes`)).toBe('seen');
  return talk;
}

/** Puts something harmless where leaving leads: no test goes there. */
async function pretendElsewhere(page: Page): Promise<void> {
  await page.route(`${ELSEWHERE}**`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>Weather</title><h1>Weather</h1>' }),
  );
}

/** All the text of a page and its frames that can be reached by script. */
async function everything(page: Page): Promise<string> {
  const frames = page.frames().filter((frame) => !frame.isDetached());
  const texts = await Promise.all(frames.map((frame) => frame.content().catch(() => '')));
  return texts.join('\n');
}

/** Presses Back again and again: no page on the way may show what was said. */
async function backShowsNothing(page: Page): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await page.goBack({ waitUntil: 'domcontentloaded' }).catch(() => null);
    expect(await everything(page)).not.toContain(SECRET);
    expect(await page.title()).not.toMatch(/chat with|plover/i);
  }
}

describe.each(['website', 'page'] as const)('on the %s', (where) => {
  test('the button empties the screen at once, also where the other page never comes', async () => {
    const { visitor, lead } = await inTalk(where);
    // "No content" leaves the page before it where it is.
    let asked = 0;
    await visitor.page.route(`${ELSEWHERE}**`, (route) => {
      asked += 1;
      return route.fulfill({ status: 204 });
    });
    await visitor.at('leave').click({ noWaitAfter: true });
    await until(() => everything(visitor.page)).not.toContain(SECRET);
    await until(() => visitor.panel.count()).toBe(0);
    if (where === 'website') {
      await until(() => visitor.page.evaluate(() => getComputedStyle(document.documentElement).display)).toBe('none');
      await until(async () => (await visitor.page.title()).replaceAll('\u200b', '')).toBe('');
    }
    await shown(lead.at('ended'));
    expect(asked).toBeGreaterThan(0);
    await visitor.context.close();
  });

  test('then another page stands there, Back leads to nothing, and nothing is kept', async () => {
    const { visitor } = await inTalk(where);
    await pretendElsewhere(visitor.page);
    await visitor.at('leave').click({ noWaitAfter: true });
    await until(() => visitor.page.url()).toBe(ELSEWHERE);
    expect(await visitor.page.title()).toBe('Weather');
    await backShowsNothing(visitor.page);
    await visitor.page.goto(where === 'website' ? stage.demo.website : stage.demo.page);
    expect(await visitor.kept()).toEqual(NOTHING_KEPT);
    await visitor.context.close();
  });

  test('three lone presses of Shift do the same, and a capital letter does not count', async () => {
    const { visitor } = await inTalk(where);
    await pretendElsewhere(visitor.page);
    await visitor.at('composer').focus();
    await visitor.page.keyboard.press('Shift');
    await until(() => visitor.at('leave-countdown').innerText()).toContain('2 more times');
    await visitor.page.keyboard.press('Shift+A');
    await until(() => visitor.at('leave-countdown').innerText()).toBe('');
    for (const left of ['2 more times', '1 more time']) {
      await visitor.page.keyboard.press('Shift');
      await until(() => visitor.at('leave-countdown').innerText()).toContain(left);
    }
    await visitor.page.keyboard.press('Shift');
    await until(() => visitor.page.url()).toBe(ELSEWHERE);
    await backShowsNothing(visitor.page);
    await visitor.context.close();
  });

  test('it works while the server does not answer', async () => {
    const { visitor } = await inTalk(where);
    await pretendElsewhere(visitor.page);
    stage.demo.freeze();
    await visitor.at('leave').click({ noWaitAfter: true });
    await until(() => visitor.page.url()).toBe(ELSEWHERE);
    expect(await everything(visitor.page)).not.toContain(SECRET);
    stage.demo.thaw();
    await visitor.context.close();
  });

  test('going to another page and Back shows nothing of it', async () => {
    const { visitor } = await inTalk(where);
    await visitor.page.goto(stage.demo.ready.websites);
    await backShowsNothing(visitor.page);
    // The place is kept for a while; the visitor ends it, so that the consoles are free.
    await visitor.page.goto(where === 'website' ? stage.demo.website : stage.demo.page);
    if (where === 'website') {
      await shown(visitor.launcher);
      await visitor.open();
    }
    await visitor.reaches('resume');
    expect(await everything(visitor.page)).not.toContain(SECRET);
    await visitor.at('resume-no').click();
    await visitor.reaches('intro');
    expect(await visitor.kept()).toEqual(NOTHING_KEPT);
    await visitor.context.close();
  });
});

test('Shift on the website counts as well, while the panel is open', async () => {
  const { visitor } = await inTalk('website');
  await pretendElsewhere(visitor.page);
  await visitor.page.locator('h1').click();
  for (let press = 0; press < 3; press += 1) await visitor.page.keyboard.press('Shift');
  await until(() => visitor.page.url()).toBe(ELSEWHERE);
  await visitor.context.close();
});

test('the hidden first link leaves too, and it is the first thing that Tab reaches', async () => {
  const { visitor } = await inTalk('page');
  await pretendElsewhere(visitor.page);
  await visitor.page.evaluate(() => {
    document.body.tabIndex = -1;
    document.body.focus();
  });
  await visitor.page.keyboard.press('Tab');
  await until(() => visitor.at('leave-link').evaluate((link) => link === document.activeElement)).toBe(true);
  await visitor.page.keyboard.press('Enter');
  await until(() => visitor.page.url()).toBe(ELSEWHERE);
  await visitor.context.close();
});

test('a site may name where leaving leads', async () => {
  const sites = await ana.api<{ id: string; key: string }[]>('GET', 'sites');
  const site = sites.find(({ key }) => key === stage.demo.siteKey);
  await ana.api('PATCH', `sites/${site?.id}`, { exit_url: `${new URL(ELSEWHERE).origin}/food` });
  const visitor = await stage.visitor();
  await visitor.page.route('https://www.bbc.co.uk/food', (route) => route.fulfill({ body: 'Food' }));
  await visitor.visit(stage.demo.website);
  await visitor.open();
  await visitor.reaches('intro');
  await visitor.at('leave').click({ noWaitAfter: true });
  await until(() => visitor.page.url()).toBe('https://www.bbc.co.uk/food');
});

test('no title says what it is', async () => {
  const visitor = await stage.visitor();
  await visitor.visitPage(stage.demo.page);
  expect(await visitor.page.title()).toBe('Chat');
  await visitor.visit(stage.demo.website);
  await visitor.open();
  expect(await visitor.page.title()).toBe('Harbour Project, Seaford');
  const titles = await Promise.all(visitor.page.frames().map((frame) => frame.title()));
  expect(titles.toSorted()).toEqual(['Chat', 'Harbour Project, Seaford']);
});
