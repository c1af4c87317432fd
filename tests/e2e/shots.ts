// Pictures of the main states, for people to look at: `npm run shots` in widget/. They land in tests/e2e/shots/.

import { mkdir, rm } from 'node:fs/promises';
import { join as path } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { deskOf, join, setPairing } from './support/pair.ts';
import { Stage } from './support/stage.ts';
import { shown, until } from './support/until.ts';
import type { Worker } from './support/worker.ts';

const FOLDER = path(import.meta.dirname, 'shots');
const SIZES = [
  { name: 'phone', width: 390, height: 844 },
  { name: 'desk', width: 1280, height: 800 },
] as const;
const SCHEMES = ['light', 'dark'] as const;

let stage: Stage;

beforeAll(async () => {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  stage = await Stage.open();
});

afterAll(() => stage?.close());

/** Waits until the page and its frames have drawn themselves twice: the frame takes its new size after the page. */
async function drawn(page: Page): Promise<void> {
  const twice = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  for (const _ of SIZES) await Promise.all(page.frames().map((frame) => frame.evaluate(twice)));
}

async function shoot(page: Page, name: string): Promise<void> {
  for (const { name: size, width, height } of SIZES) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await drawn(page);
      await page.screenshot({ path: path(FOLDER, `${name}-${size}-${colorScheme}.png`), animations: 'disabled' });
    }
  }
}

test('what the visitor and the workers see', { timeout: 600_000 }, async () => {
  const visitor = await stage.visitor();
  await visitor.visit(stage.demo.website);
  await shoot(visitor.page, 'panel-00-launcher-closed');
  await visitor.open();
  await visitor.reaches('closed');
  await until(() => visitor.at('closed-text').innerText()).not.toBe('');
  await shoot(visitor.page, 'panel-01-closed');

  const ana = await stage.worker();
  await ana.goto('/console/');
  await shown(ana.at('sign-in-form'));
  await shoot(ana.page, 'console-00-sign-in');
  await ana.signIn('ana');
  await shown(ana.at('away'));
  await shoot(ana.page, 'console-01-away');
  await ana.choose('available');
  const cara = await stage.operator('cara');
  await setPairing(ana, { grace_ms: 1_000, mix: 'any', solo: 'hold' });

  await visitor.page.reload();
  await visitor.launcherIs('open');
  await shoot(visitor.page, 'panel-02-launcher-open');
  await visitor.open();
  await visitor.reaches('intro');
  await until(() => visitor.at('rules').innerText()).not.toBe('');
  await shoot(visitor.page, 'panel-03-rules');
  await visitor.acceptRules();
  await shoot(visitor.page, 'panel-04-name');
  await visitor.at('back').click();
  const { lead, second } = await join(visitor, [ana, cara], 'Gentle Crane');
  await visitor.say('Hello. A client would not pay, and now he writes all the time. What can I do?');
  await until(() => lead.texts()).toHaveLength(1);
  await lead.say('Hello, and welcome. That sounds tiring. You are not alone with it.');
  await until(() => visitor.texts()).toHaveLength(2);
  await second.aside('He is in the alerts of last week, I think.');
  await second.suggest('Would you like to look at it together? First: are you safe right now?');
  await shown(lead.at('suggestion'));
  await lead.at('suggestion-send').click();
  await until(() => visitor.texts()).toHaveLength(3);
  await visitor.say('Yes, I am at home. See https://messages.example.org/screenshot');
  await until(() => visitor.mark('Yes, I am at home. See https://messages.example.org/screenshot')).toBe('seen');
  await second.suggest('We can report him without your name.');
  await shown(lead.at('suggestion-send'));
  await shoot(visitor.page, 'panel-05-live');
  await shoot(lead.page, 'console-02-live-lead');
  await shoot(second.page, 'console-03-live-second');
  await visitor.at('settings').click();
  await shoot(visitor.page, 'panel-06-settings');
  await visitor.at('settings-close').click();
  await lead.at('message-box').click();
  await lead.at('message-box').pressSequentially('/c');
  await shown(lead.at('canned-option'));
  await shoot(lead.page, 'console-04-prepared-answers');
  await lead.page.keyboard.press('Escape');
  await lead.at('message-box').fill('// is that right?');
  await lead.at('message-box').press('Enter');
  await shown(lead.at('aside-guard'));
  await shoot(lead.page, 'console-05-asked-about-aside');
  await lead.page.keyboard.press('Escape');
  await lead.at('message-box').fill('');
  await second.loseNetwork();
  await lead.standing('held');
  await shoot(visitor.page, 'panel-07-held');
  await shoot(lead.page, 'console-06-held');
  await second.findNetwork();
  await lead.standing('full');
  await visitor.at('end').click();
  await shoot(visitor.page, 'panel-08-asked-before-end');
  await visitor.at('end-yes').click();
  await visitor.reaches('ended');
  await shoot(visitor.page, 'panel-09-over');
  await shown(lead.at('ended'));
  await shoot(lead.page, 'console-07-over');
  await ana.page.keyboard.press('?');
  await shown(ana.at('help-dialog'));
  await shoot(ana.page, 'console-08-help');
  await visitor.visitPage(`${stage.demo.page}?lang=ro`);
  await visitor.reaches('intro');
  await until(() => visitor.at('rules').innerText()).not.toBe('');
  await shoot(visitor.page, 'panel-10-own-page-romanian');
  await settings(ana);
});

async function settings(ana: Worker): Promise<void> {
  const desk = await deskOf(ana);
  const pages = {
    overview: '',
    desk: `/desks/${desk}`,
    hours: `/desks/${desk}/hours`,
    pairing: `/desks/${desk}/pairing`,
    texts: `/desks/${desk}/texts`,
    people: '/people',
    'people-new': '/people/new',
    sites: '/sites',
    'sites-new': '/sites/new',
    answers: '/answers',
    'answers-new': '/answers/new',
    projects: '/projects',
  };
  for (const [name, address] of Object.entries(pages)) {
    await ana.goto(`/console/settings${address}`);
    await shown(ana.at('page-title'));
    await until(() => ana.page.locator('.spinner').count()).toBe(0);
    await shoot(ana.page, `settings-${name}`);
  }
  await ana.goto('/console/account');
  await shown(ana.page.locator('main h1'));
  await shoot(ana.page, 'settings-account');
}
