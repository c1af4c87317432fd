// Every screen of the console, for people who read by ear, by zoom, by contrast.

import { afterAll, beforeAll, describe, test } from 'vitest';
import { accessible } from './support/axe.ts';
import { deskOf, setPairing } from './support/pair.ts';
import { Stage } from './support/stage.ts';
import { shown, until } from './support/until.ts';
import type { Worker } from './support/worker.ts';

let stage: Stage;
let ana: Worker;
let cara: Worker;

beforeAll(async () => {
  stage = await Stage.open();
});

afterAll(() => stage?.close());

const check = (worker: Worker, state: string) => accessible(worker.page, state);

describe('the console', { timeout: 120_000 }, () => {
  test('sign-in, with what can go wrong', async () => {
    ana = await stage.worker();
    await ana.goto('/console/');
    await shown(ana.at('sign-in-form'));
    await check(ana, 'sign-in');
    await ana.at('sign-in-submit').click();
    await check(ana, 'sign-in, nothing written');
    await ana.at('sign-in-name').fill('ana');
    await ana.at('sign-in-password').fill('not the password');
    await ana.at('sign-in-submit').click();
    await shown(ana.at('sign-in-error'));
    await check(ana, 'sign-in refused');
  });

  test('away, and all quiet', async () => {
    await ana.signIn('ana');
    await shown(ana.at('desk-block'));
    await check(ana, 'away');
    await ana.choose('available');
    await check(ana, 'idle');
    await ana.at('availability').click();
    await check(ana, 'availability menu');
    await ana.page.keyboard.press('Escape');
    await ana.at('account-menu').click();
    await check(ana, 'account menu');
    await ana.page.keyboard.press('Escape');
    await ana.page.keyboard.press('?');
    await shown(ana.at('help-dialog'));
    await check(ana, 'keyboard help');
    await ana.page.keyboard.press('Escape');
  });

  test('a conversation: ringing, live, prepared answers, dialogs, below the rule', { timeout: 240_000 }, async () => {
    cara = await stage.operator('cara');
    await setPairing(ana, { grace_ms: 1_000, mix: 'any', solo: 'hold' });
    const visitor = await stage.visitor();
    await visitor.visit(stage.demo.website);
    await visitor.open();
    await visitor.begin('Steady Heron');
    await visitor.reaches('talk');
    await shown(ana.conversation('Steady Heron'));
    await check(ana, 'ringing');
    for (const worker of [ana, cara]) await worker.page.keyboard.press('Shift');
    const [lead, second] = (await ana.isLead()) ? [ana, cara] : [cara, ana];
    const open = async (worker: Worker) => {
      // A phone shows the list or one conversation.
      if (!(await worker.at('composer').isVisible())) await worker.at('mine-item').click();
    };
    await visitor.say('Averylongwordthatdoesnotfitonthescreenofaphoneandmustbebrokensomewhere and more.');
    await second.aside('An aside.');
    await second.suggest('A suggestion.');
    await shown(lead.at('suggestion'));
    await lead.say('A message.');
    await check(lead, 'live, lead');
    await check(second, 'live, second');
    await open(lead);
    await lead.at('message-box').fill('');
    await lead.at('message-box').pressSequentially('/c');
    await shown(lead.at('canned-option'));
    await check(lead, 'prepared answers');
    await lead.page.keyboard.press('Escape');
    await lead.at('message-box').fill('Ask for {{nurse}}.');
    await lead.at('message-box').press('Enter');
    await check(lead, 'open blank');
    await lead.at('message-box').fill('// not for the visitor');
    await lead.at('message-box').press('Enter');
    await shown(lead.at('aside-guard'));
    await check(lead, 'asked about an aside');
    await lead.page.keyboard.press('Escape');
    await lead.at('message-box').fill('');
    await lead.at('conversation-menu').click();
    await check(lead, 'menu of a conversation');
    await lead.at('end').click();
    await shown(lead.at('confirm-ok'));
    await check(lead, 'asked before the end');
    await lead.page.keyboard.press('Escape');
    await second.loseNetwork();
    await lead.standing('held');
    await check(lead, 'held');
    await shown(second.page.locator('[data-test="connection"]:not([data-state="fine"])'), 20_000);
    await check(second, 'connection lost');
    await second.findNetwork();
    await visitor.at('end').click();
    await visitor.at('end-yes').click();
    await shown(lead.at('ended'));
    await check(lead, 'over');
  });

  test('own account, and an address where nothing is', async () => {
    await ana.goto('/console/account');
    await shown(ana.page.locator('main h1'));
    await check(ana, 'account');
    await ana.goto('/console/nowhere');
    await shown(ana.at('not-found'));
    await check(ana, 'nothing here');
  });

  test('the desk’s settings', { timeout: 240_000 }, async () => {
    await ana.goto('/console/settings');
    await shown(ana.at('desk-card'));
    await check(ana, 'overview');
    const desk = await deskOf(ana);
    for (const page of ['', '/hours', '/pairing', '/texts']) {
      await ana.goto(`/console/settings/desks/${desk}${page}`);
      await shown(ana.at('save-bar'));
      await check(ana, `desk${page}`);
    }
  });

  test('people, sites, canned answers and projects', { timeout: 240_000 }, async () => {
    for (const section of ['people', 'sites', 'answers', 'projects']) {
      await ana.goto(`/console/settings/${section}`);
      await shown(ana.page.locator('.row-link'));
      await check(ana, section);
      await ana.page.locator('.row-link').first().click();
      await shown(ana.at('save-bar'));
      await check(ana, `${section}, one`);
      if (section === 'projects') continue;
      await ana.goto(`/console/settings/${section}/new`);
      await shown(ana.at('save-bar'));
      // As it looks after a first try.
      await ana.page.locator('form input').first().fill('x');
      await ana.page.locator('form input').first().fill('');
      await ana.page.keyboard.press('Enter');
      await until(() => ana.page.locator('.field-error').count()).toBeGreaterThan(0);
      await check(ana, `${section}, a new one with mistakes`);
    }
  });
});
