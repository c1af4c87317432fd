// What holds when networks and servers go: no message lost, none doubled, and the pairing rules act.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allSee, part, setPairing, type Talk, talk } from './support/pair.ts';
import { Stage } from './support/stage.ts';
import { steps } from './support/steps.ts';
import { shown, until } from './support/until.ts';
import type { Worker } from './support/worker.ts';

/** Long enough to be seen, short enough to wait for. */
const GRACE_MS = 3_000;
/** Longest time until everybody is back after a restart, in milliseconds: the start, and a wait between two tries. */
const BACK_WITHIN_MS = 40_000;

let stage: Stage;
let ana: Worker;
let cara: Worker;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.operator('ana');
  cara = await stage.operator('cara');
  await setPairing(ana, { grace_ms: GRACE_MS, mix: 'any' });
});

afterAll(() => stage?.close());
steps();

describe('a worker’s network is cut', () => {
  test('hold: after the grace no message passes until a second is there', async () => {
    await setPairing(ana, { solo: 'hold' });
    const { visitor, lead, second } = await talk(stage, [ana, cara], 'Quiet Otter');
    await lead.say('One moment.');
    await until(() => visitor.texts()).toEqual(['One moment.']);

    await second.loseNetwork();
    await shown(visitor.chat.locator('[data-test="standing"][data-standing="grace"]'));
    await lead.say('Still here in the grace.');
    await until(() => visitor.texts()).toEqual(['One moment.', 'Still here in the grace.']);

    await lead.standing('held');
    await shown(visitor.chat.locator('[data-test="standing"][data-standing="held"]'));
    await shown(visitor.at('other-ways'));
    await lead.say('This must wait.');
    await until(() => lead.at('composer-note').innerText()).toContain('held');
    expect(await lead.at('message-box').inputValue()).toBe('This must wait.');
    await lead.aside('Are you coming back?');
    await until(async () => (await lead.lines()).at(-1)?.text).toBe('Are you coming back?');

    await second.findNetwork();
    await lead.standing('full');
    await lead.at('send-message').click();
    const all = ['One moment.', 'Still here in the grace.', 'This must wait.'];
    await allSee({ visitor, lead, second }, all);
    await until(async () => (await second.lines()).filter(({ what }) => what === 'aside')).toHaveLength(1);
    await part({ visitor, lead, second });
  });

  test('finish: after the grace the one who is left goes on alone', async () => {
    await setPairing(ana, { solo: 'finish' });
    const { visitor, lead, second } = await talk(stage, [ana, cara], 'Quiet Badger');
    await second.loseNetwork();
    await lead.standing('finishing');
    await shown(visitor.chat.locator('[data-test="standing"][data-standing="finishing"]'));
    await lead.say('I stay until we are done.');
    await until(() => visitor.texts()).toEqual(['I stay until we are done.']);

    await second.findNetwork();
    await lead.standing('full');
    await allSee({ visitor, lead, second }, ['I stay until we are done.']);
    await part({ visitor, lead, second });
  });

  test('supervised: after the grace a supervisor must join, and the visitor sees who', async () => {
    await setPairing(ana, { solo: 'supervised' });
    const sam = await stage.operator('sam');
    const { visitor, lead, second } = await talk(stage, [ana, cara], 'Quiet Stork');
    await second.loseNetwork();
    await lead.standing('supervised');
    await lead.say('May I?');
    await until(() => lead.at('composer-note').innerText()).toContain('supervisor');

    await shown(sam.at('supervisor-call'));
    await sam.at('join').click();
    await until(() => visitor.workers()).toContain('Sam supervisor');
    await lead.at('send-message').click();
    await until(() => visitor.texts()).toEqual(['May I?']);

    await second.findNetwork();
    await allSee({ visitor, lead, second }, ['May I?']);
    await part({ visitor, lead, second });
    await sam.context.close();
  });

  test('the one who was cut off cannot send before everything has arrived', async () => {
    await setPairing(ana, { solo: 'hold' });
    const { visitor, lead, second } = await talk(stage, [ana, cara], 'Quiet Swift');
    await lead.say('First.');
    await until(() => visitor.texts()).toEqual(['First.']);
    await lead.loseNetwork();
    await until(() => lead.at('catching-up').innerText()).not.toBe('');
    await lead.say('Written while I was away.');
    await until(() => lead.at('composer-note').innerText()).toContain('once everything has arrived');
    await visitor.say('Are you there?');
    await until(() => second.texts()).toEqual(['First.', 'Are you there?']);

    await lead.findNetwork();
    await until(() => lead.texts()).toEqual(['First.', 'Are you there?']);
    await lead.at('send-message').click();
    await allSee({ visitor, lead, second }, ['First.', 'Are you there?', 'Written while I was away.']);
    await part({ visitor, lead, second });
  });
});

describe('the visitor', () => {
  let held: Talk;

  test('loses the network and finds it again: nothing is lost, nothing comes twice', async () => {
    held = await talk(stage, [ana, cara], 'Brave Wren');
    const { visitor, lead, second } = held;
    await visitor.say('Before the tunnel.');
    await allSee(held, ['Before the tunnel.']);

    await visitor.loseNetwork();
    await shown(lead.page.locator('[data-test="visitor-state"][data-state="gone"]'));
    await visitor.say('In the tunnel.');
    await until(() => visitor.mark('In the tunnel.')).toBe('sending');
    await lead.say('We wait for you.');
    await until(() => second.texts()).toEqual(['Before the tunnel.', 'We wait for you.']);

    await visitor.findNetwork();
    await allSee(held, ['Before the tunnel.', 'We wait for you.', 'In the tunnel.']);
    await until(() => visitor.mark('In the tunnel.')).toBe('seen');
  });

  test('reloads in mid-conversation and finds it as it was', async () => {
    const texts = await held.visitor.texts();
    await held.visitor.page.reload();
    await held.visitor.reaches('talk');
    await until(() => held.visitor.texts()).toEqual(texts);
    await held.visitor.say('Back again.');
    await allSee(held, [...texts, 'Back again.']);
  });

  test('comes back to the tab another way and is asked first', async () => {
    const { visitor } = held;
    await visitor.page.goto(stage.demo.ready.websites);
    await visitor.visit(stage.demo.website);
    await visitor.open();
    await visitor.reaches('resume');
    expect(await visitor.panel.innerText()).not.toContain('Back again.');
    await visitor.at('resume-yes').click();
    await visitor.reaches('talk');
    await until(async () => (await visitor.texts()).at(-1)).toBe('Back again.');
    await part(held);
  });
});

describe('the server restarts in mid-conversation', () => {
  const ends = [
    { how: 'in order', end: () => stage.demo.stop() },
    { how: 'by kill -9', end: () => stage.demo.kill() },
  ];
  for (const { how, end } of ends) {
    test(`${how}: all three screens have everything once`, { timeout: 120_000 }, async () => {
      const held = await talk(stage, [ana, cara], `Calm Lynx ${how.length}`);
      const { visitor, lead, second } = held;
      await visitor.say('One.');
      await until(() => lead.texts()).toEqual(['One.']);
      await lead.say('Two.');
      await second.aside('An aside between us.');
      await allSee(held, ['One.', 'Two.']);
      await until(async () => (await lead.lines()).at(-1)?.text).toBe('An aside between us.');

      await end();
      for (const worker of [lead, second]) await until(() => worker.at('catching-up').innerText()).not.toBe('');
      await visitor.say('Three, while nobody answers.');
      await until(() => visitor.mark('Three, while nobody answers.')).toBe('sending');
      await lead.say('Four, held back.');
      await until(() => lead.at('composer-note').innerText()).toContain('once everything has arrived');

      await stage.demo.up();
      const all = ['One.', 'Two.', 'Three, while nobody answers.'];
      await allSee(held, all, BACK_WITHIN_MS);
      for (const worker of [lead, second]) {
        await until(() => worker.at('catching-up').innerText(), BACK_WITHIN_MS).toBe('');
      }
      await lead.standing('full');
      await lead.at('send-message').click();
      await visitor.say('Five.');
      await until(async () => (await visitor.texts()).toSorted()).toEqual(
        [...all, 'Five.', 'Four, held back.'].toSorted(),
      );
      await allSee(held, await visitor.texts());
      expect((await second.lines()).filter(({ what }) => what === 'aside')).toHaveLength(1);
      await until(() => visitor.mark('Five.')).toBe('seen');
      await part(held);
    });
  }
});
