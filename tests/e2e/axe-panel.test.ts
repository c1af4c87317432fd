// Every state of launcher and panel, for people who read by ear, by zoom, by contrast.

import { afterAll, beforeAll, describe, test } from 'vitest';
import { accessible } from './support/axe.ts';
import { join, part, setPairing, type Talk } from './support/pair.ts';
import { Stage } from './support/stage.ts';
import { shown, until } from './support/until.ts';
import type { Visitor } from './support/visitor.ts';
import type { Worker } from './support/worker.ts';

/** A lost connection is told after ten quiet seconds. */
const TOLD_WITHIN_MS = 20_000;

let stage: Stage;
let ana: Worker;
let cara: Worker;
let visitor: Visitor;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.signedIn('ana');
});

afterAll(() => stage?.close());

describe('the panel', { timeout: 120_000 }, () => {
  let held: Talk;
  const check = (state: string) => accessible(visitor.page, state);

  test('closed: launcher and automatic reply', async () => {
    visitor = await stage.visitor();
    await visitor.visit(stage.demo.website);
    await visitor.launcherIs('nobody');
    await check('launcher, closed');
    await visitor.open();
    await visitor.reaches('closed');
    await until(() => visitor.at('closed-text').innerText()).not.toBe('');
    await check('closed');
    await visitor.context.close();
  });

  test('open: launcher, rules, name, a name that is refused', async () => {
    await setPairing(ana, { grace_ms: 1_000, mix: 'any', solo: 'hold' });
    await ana.choose('available');
    cara = await stage.operator('cara');
    visitor = await stage.visitor();
    await visitor.visit(stage.demo.website);
    await visitor.launcherIs('open');
    await check('launcher, open');
    await visitor.open();
    await visitor.reaches('intro');
    await until(() => visitor.at('rules').innerText()).not.toBe('');
    await check('rules');
    await visitor.acceptRules();
    await check('name');
    await visitor.at('nickname').fill('07700 900123');
    await visitor.at('start').click();
    await until(() => visitor.at('problem').innerText()).not.toBe('');
    await check('name refused');
    await visitor.at('nickname').fill('Gentle Crane');
    await visitor.at('start').click();
    await visitor.reaches('talk');
  });

  test('live: messages, settings, the question before the end', async () => {
    for (const worker of [ana, cara]) {
      await shown(worker.conversation('Gentle Crane'));
      await worker.page.keyboard.press('Shift');
    }
    const [lead, second] = (await ana.isLead()) ? [ana, cara] : [cara, ana];
    held = { visitor, lead, second };
    await check('live, empty');
    await lead.say('Hello. See https://help.example.org for more, and take your time.');
    await visitor.say('Thank you. Averylongwordthatdoesnotfitonthescreenofaphoneandmustbebrokensomewhere.');
    await until(() => lead.texts()).toHaveLength(2);
    await check('live, messages');
    await visitor.at('settings').click();
    await check('settings');
    await visitor.at('settings-close').click();
    await visitor.at('end').click();
    await check('asked before the end');
    await visitor.at('end-no').click();
    await visitor.page.keyboard.press('Shift');
    await until(() => visitor.at('leave-countdown').innerText()).not.toBe('');
  });

  test('grace and held', async () => {
    await held.second.loseNetwork();
    await shown(visitor.chat.locator('[data-standing="held"]'));
    await check('held');
    await held.second.findNetwork();
    await held.lead.standing('full');
  });

  test('reconnecting', async () => {
    await visitor.loseNetwork();
    await visitor.say('Written without a network.');
    await shown(visitor.at('connection'), TOLD_WITHIN_MS);
    await check('reconnecting');
    await visitor.findNetwork();
    await until(() => visitor.at('connection').count()).toBe(0);
  });

  test('coming back another way', async () => {
    await visitor.page.goto(stage.demo.ready.websites);
    await visitor.visit(stage.demo.website);
    await visitor.open();
    await visitor.reaches('resume');
    await check('asked to resume');
    await visitor.at('resume-yes').click();
    await visitor.reaches('talk');
  });

  test('over', async () => {
    await visitor.at('end').click();
    await visitor.at('end-yes').click();
    await visitor.reaches('ended');
    await check('over');
    for (const worker of [ana, cara]) await worker.at('close-ended').click();
    await visitor.context.close();
  });

  test('in line', async () => {
    const me = await ana.api<{ person: string }>('GET', 'session');
    await ana.api('PATCH', `people/${me.person}`, { capacity: 1 });
    const first = await stage.visitor();
    await first.visit(stage.demo.website);
    await first.open();
    held = await join(first, [ana, cara], 'First In Line');
    visitor = await stage.visitor();
    await visitor.visit(stage.demo.website);
    await visitor.launcherIs('busy');
    await visitor.open();
    await visitor.begin();
    await visitor.reaches('waiting');
    await until(() => visitor.at('place').getAttribute('data-place')).toBe('1');
    await check('in line');
    await visitor.at('stop-waiting').click();
    await visitor.at('stop-waiting-yes').click();
    await visitor.reaches('ended');
    await visitor.context.close();
    await part(held);
  });

  test('unreachable', async () => {
    visitor = await stage.visitor();
    await visitor.visit(stage.demo.website);
    await visitor.open();
    await visitor.reaches('intro');
    await visitor.loseNetwork();
    await visitor.at('accept').click();
    await visitor.reaches('unreachable', TOLD_WITHIN_MS);
    await check('unreachable');
    await visitor.context.close();
  });

  test('the page of its own, and the pages that say that nothing is there', async () => {
    visitor = await stage.visitor();
    await visitor.visitPage(stage.demo.page);
    await visitor.reaches('intro');
    await check('page of its own');
    await visitor.page.goto(`${stage.demo.ready.chat}/chat/nosuchsitehere`);
    await check('no such site');
    await visitor.page.goto(stage.demo.ready.chat);
    await check('front door');
    await visitor.page.goto(stage.demo.ready.websites);
    await check('the invented websites');
  });
});
