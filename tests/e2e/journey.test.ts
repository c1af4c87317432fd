// The whole way: a visitor on a project's website talks with a pair, and nothing is left of it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Stage } from './support/stage.ts';
import { steps } from './support/steps.ts';
import { shown, until } from './support/until.ts';
import { NOTHING_KEPT, type Visitor } from './support/visitor.ts';
import type { Worker } from './support/worker.ts';

/** Words that occur nowhere else, so that finding them anywhere is finding a leak. */
const ASIDE = 'heron-aside-7261';
const SUGGESTION = 'heron-suggestion-9314';

let stage: Stage;
let visitor: Visitor;
let one: Worker;
let other: Worker;
let lead: Worker;
let second: Worker;

beforeAll(async () => {
  stage = await Stage.open();
});

afterAll(() => stage?.close());

describe('a conversation from beginning to end', () => {
  steps();

  test('the launcher says that nobody is here, until two workers are available', async () => {
    visitor = await stage.visitor();
    await visitor.visit(stage.demo.website);
    await visitor.launcherIs('nobody');
    expect(visitor.wire.sockets).toBe(0);

    one = await stage.operator('ana');
    other = await stage.operator('cara');
    await visitor.page.reload();
    await visitor.launcherIs('open');
    expect(await visitor.launcherLine()).toBe('Someone is here');
  });

  test('before anything is asked, the rules stand there, and no socket is open', async () => {
    await visitor.open();
    await visitor.reaches('intro');
    await shown(visitor.at('rules'));
    expect(await visitor.at('organisations').allInnerTexts()).toEqual([
      expect.stringMatching(/Harbour Project\s+Lantern Project/),
    ]);
    expect(await visitor.at('kept').innerText()).toContain('We keep nothing');
    expect(await visitor.at('confidentiality').innerText()).not.toBe('');
    expect(visitor.wire.sockets).toBe(0);
    expect(await visitor.kept()).toEqual(NOTHING_KEPT);
  });

  test('a name is offered, the visitor chooses one and gets a pair', async () => {
    await visitor.acceptRules();
    expect(await visitor.at('nickname').inputValue()).toMatch(/^\S+ \S+$/);
    await visitor.at('nickname').fill('Bright Heron');
    await visitor.at('start').click();
    await visitor.reaches('talk');
    await until(() => visitor.workers()).toHaveLength(2);
    expect((await visitor.workers()).toSorted()).toEqual([
      expect.stringMatching(/^Ana (lead|second)$/),
      expect.stringMatching(/^Cara (lead|second)$/),
    ]);
  });

  test('it rings on both consoles and stops when each shows that they are there', async () => {
    for (const worker of [one, other]) {
      await shown(worker.conversation('Bright Heron'));
      expect(await worker.conversation().getAttribute('data-ringing')).toBe('yes');
      await until(() => worker.page.title()).toBe('(1) New · Netreach console');
      await worker.page.keyboard.press('Shift');
      await until(() => worker.page.title()).toBe('Netreach console');
    }
    expect(await one.roster()).toEqual(await other.roster());
    [lead, second] = (await one.isLead()) ? [one, other] : [other, one];
    expect(await second.isLead()).toBe(false);
  });

  test('messages go both ways, with marks, and nothing is kept before the visitor writes', async () => {
    await lead.say('Hello, this is the lead.');
    await until(() => visitor.texts()).toEqual(['Hello, this is the lead.']);
    await until(() => second.texts()).toEqual(['Hello, this is the lead.']);
    await until(() => lead.mark()).toBe('seen');
    expect(await visitor.kept()).toEqual(NOTHING_KEPT);

    await visitor.say('Hello. Is it really private?');
    await until(() => lead.texts()).toEqual(['Hello, this is the lead.', 'Hello. Is it really private?']);
    await until(() => second.texts()).toEqual(await lead.texts());
    await until(() => visitor.mark('Hello. Is it really private?')).toBe('seen');
  });

  test('after the first message the tab keeps the token, and nothing else is kept anywhere', async () => {
    const kept = await visitor.kept();
    expect(kept).toEqual({ ...NOTHING_KEPT, session: { tab: expect.any(String) } });
    const tab = JSON.parse((kept['session'] as { tab: string }).tab) as Record<string, unknown>;
    expect(Object.keys(tab).toSorted()).toEqual(['at', 'site', 'token']);
  });

  test('the other side sees that somebody types, and never what', async () => {
    await visitor.at('composer').fill('unsent-words-5520');
    await shown(lead.at('typing').locator('span'));
    expect(visitor.wire.sent).not.toContain('unsent-words-5520');
    expect(lead.wire.received).not.toContain('unsent-words-5520');
    await visitor.at('composer').fill('');

    await lead.at('message-box').fill('unsent-words-5521');
    await until(() => visitor.at('typing').innerText()).toContain('typing');
    await lead.at('message-box').fill('');
    await until(() => visitor.at('typing').innerText()).toBe('');
  });

  test('a prepared answer comes by / with its blanks filled, and an open blank holds it back', async () => {
    const box = lead.at('message-box');
    await box.click();
    await box.pressSequentially('/visit');
    await shown(lead.at('canned-option'));
    await lead.page.keyboard.press('Enter');
    await until(() => box.inputValue()).toContain('Tuesday and Thursday, 8 pm to 11 pm');
    expect(await box.inputValue()).toContain('07700 900123');
    await lead.at('send-message').click();
    await until(async () => (await visitor.texts()).at(-1)).toContain('07700 900123');

    await box.fill('Ask for {{clinic_nurse}} there.');
    await lead.at('send-message').click();
    await until(() => lead.at('composer-note').innerText()).toContain('clinic_nurse');
    await box.fill('Ask for the nurse there.');
    await lead.at('send-message').click();
    await until(async () => (await visitor.texts()).at(-1)).toBe('Ask for the nurse there.');
  });

  test('an aside reaches the colleague and no visitor, neither on the screen nor on the wire', async () => {
    await second.aside(ASIDE);
    await until(async () => (await lead.lines()).at(-1)).toMatchObject({ what: 'aside', text: ASIDE });
    // What comes after it is there: so the aside would be there too.
    await lead.say('We are thinking about it together.');
    await until(async () => (await visitor.texts()).at(-1)).toBe('We are thinking about it together.');
    expect(visitor.wire.received).toContain('We are thinking about it together.');
    expect(visitor.wire.received).not.toContain(ASIDE);
    expect(await visitor.panel.innerHTML()).not.toContain(ASIDE);
    expect(visitor.wire.frames('events').flatMap((frame) => frame['events'])).not.toContainEqual(
      expect.objectContaining({ body: expect.objectContaining({ kind: 'aside' }) }),
    );
  });

  test('a text that looks like an aside is asked about before it goes to the visitor', async () => {
    await lead.say('// is this the right clinic?');
    await shown(lead.at('aside-guard'));
    await lead.at('guard-move').click();
    expect(await lead.at('aside-box').inputValue()).toBe('is this the right clinic?');
    await lead.at('send-aside').click();
    await until(async () => (await second.lines()).at(-1)).toMatchObject({ what: 'aside' });
    expect(visitor.wire.received).not.toContain('right clinic');
  });

  test('what the second suggests is sent by the lead', async () => {
    await second.suggest(SUGGESTION);
    await shown(lead.at('suggestion-send'));
    expect(visitor.wire.received).not.toContain(SUGGESTION);
    await lead.at('suggestion-send').click();
    await until(async () => (await visitor.texts()).at(-1)).toBe(SUGGESTION);
    await shown(second.page.locator('[data-test="suggestion"][data-state="sent"]'));
  });

  test('the lead is handed over, and the visitor sees who answers', async () => {
    const before = await visitor.workers();
    await lead.at('swap-lead').click();
    await until(() => second.isLead()).toBe(true);
    await until(() => lead.isLead()).toBe(false);
    await until(async () => (await visitor.workers()).toSorted()).not.toEqual(before.toSorted());
    [lead, second] = [second, lead];
    await lead.say('Now I answer.');
    await until(async () => (await visitor.texts()).at(-1)).toBe('Now I answer.');
  });

  test('while the panel is hidden, what comes is counted', async () => {
    await visitor.at('minimise').click();
    await lead.say('Are you there?');
    await until(() => visitor.at('unread').innerText()).toBe('1');
    expect(await visitor.page.title()).toBe('Harbour Project, Seaford');
    await visitor.open();
    await until(() => lead.mark()).toBe('seen');
  });

  test('ending wipes it on all sides', async () => {
    await visitor.at('end').click();
    await visitor.at('end-yes').click();
    await visitor.reaches('ended');
    expect(await visitor.kept()).toEqual(NOTHING_KEPT);
    expect(await visitor.panel.innerText()).not.toContain('Now I answer.');
    for (const worker of [lead, second]) {
      await shown(worker.at('ended'));
      expect(await worker.page.locator('body').innerText()).not.toContain('Now I answer.');
    }
  });

  test('the visitor can begin anew, and a new conversation knows nothing of the old', async () => {
    for (const worker of [lead, second]) await worker.at('close-ended').click();
    await visitor.at('again').click();
    await visitor.begin('Second Time');
    await visitor.reaches('talk');
    expect(await visitor.texts()).toEqual([]);
    await shown(lead.conversation('Second Time'));
    await lead.page.keyboard.press('Shift');
    await lead.page.keyboard.press('e');
    await lead.at('confirm-ok').click();
    await visitor.reaches('ended');
    expect(await visitor.at('ended').innerText()).toContain('The workers ended the chat');
  });

  test('of all places in the world the visitor was only with the website and the chat server', () => {
    const here = [stage.demo.ready.chat, stage.demo.ready.websites].map((origin) => new URL(origin).host);
    expect([...visitor.network.asked].toSorted()).toEqual(here.toSorted());
  });
});
