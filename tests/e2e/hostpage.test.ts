// The website around the chat: its API, its own security policy, and websites that may not carry it.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { call, heard, listen, serve, snippet } from './support/hostpage.ts';
import { join } from './support/pair.ts';
import { Stage } from './support/stage.ts';
import { steps } from './support/steps.ts';
import { hidden, shown, until } from './support/until.ts';
import { NOTHING_KEPT, type Visitor } from './support/visitor.ts';
import type { Worker } from './support/worker.ts';

/** The loader gives a frame that does not answer this long, and a little. */
const GIVEN_UP_WITHIN_MS = 20_000;

const SECRET = 'kingfisher-words-4471';

let stage: Stage;
let ana: Worker;
let cara: Worker;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.operator('ana');
  cara = await stage.operator('cara');
});

afterAll(() => stage?.close());

describe('the API on the page', () => {
  steps();
  let visitor: Visitor;
  const isOpen = () => visitor.panel.isVisible();
  const frame = () => visitor.page.locator('iframe[title="Chat"]');

  test('takes calls that were made before the script was there', async () => {
    visitor = await stage.visitor();
    const address = `${stage.demo.ready.websites}/made-up/api/`;
    const early = `<script>
      window.heard = [];
      (window.netreach = window.netreach || []).push(
        ['on', 'ready', () => heard.push(['ready'])], ['on', 'open', () => heard.push(['open'])], ['open']);
    </script>`;
    await serve(visitor, address, `${early}${snippet(stage.demo.ready.chat, stage.demo.siteKey)}`);
    await visitor.page.goto(address);
    await shown(visitor.panel);
    await until(() => visitor.page.evaluate(() => (window as unknown as { heard: unknown[] }).heard)).toEqual(
      expect.arrayContaining([['ready'], ['open']]),
    );
  });

  test('opens, closes and toggles, and tells each', async () => {
    await heard(visitor);
    await listen(visitor, 'close');
    await call(visitor, 'close');
    await until(isOpen).toBe(false);
    await call(visitor, 'toggle');
    await until(isOpen).toBe(true);
    await call(visitor, 'toggle');
    await until(isOpen).toBe(false);
    await call(visitor, 'open');
    await until(isOpen).toBe(true);
    const told = (await heard(visitor)).map((each) => (each as string[])[0]);
    expect(told).toEqual(['close', 'open', 'close', 'open']);
  });

  test('hides and shows the launcher', async () => {
    await call(visitor, 'close');
    await shown(visitor.launcher);
    await call(visitor, 'hide');
    await hidden(frame());
    await call(visitor, 'show');
    await shown(frame());
  });

  test('says whether somebody is here', async () => {
    expect(await call(visitor, 'availability')).toMatchObject({ state: 'open' });
  });

  test('changes language and theme', async () => {
    await call(visitor, 'set', { locale: 'ro', theme: 'dark' });
    await until(() => visitor.chat.locator('html').getAttribute('lang')).toBe('ro');
    expect(await visitor.chat.locator('html').getAttribute('data-theme')).toBe('dark');
    await call(visitor, 'set', { locale: 'en', theme: 'light', position: 'left' });
    await until(() => visitor.chat.locator('html').getAttribute('lang')).toBe('en');
    await until(async () => (await frame().boundingBox())?.x).toBe(0);
  });

  test('counts what was not read, and tells nothing of what it is', async () => {
    await listen(visitor, 'conversation-start', 'conversation-end', 'unread', 'availability');
    await call(visitor, 'open');
    const talk = await join(visitor, [ana, cara], 'Blue Kingfisher');
    await call(visitor, 'close');
    await talk.lead.say(SECRET);
    await until(() => call(visitor, 'unread')).toBe(1);
    const all = await heard(visitor);
    expect(all).toContainEqual(['conversation-start']);
    expect(all).toContainEqual(['unread', 1]);
    expect(JSON.stringify(all)).not.toMatch(/kingfisher|Ana|Cara/i);
    const page = await visitor.page.evaluate(() => document.documentElement.outerHTML);
    expect(page).not.toContain(SECRET);
  });

  test('the page cannot look into the frame', async () => {
    const reach = await visitor.page.evaluate(() => {
      try {
        return document.querySelector('iframe')?.contentWindow?.document.body.innerText ?? null;
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(reach === null || reach === 'SecurityError').toBe(true);
  });

  test('off takes a listener back', async () => {
    const calls = await visitor.page.evaluate(() => {
      type Listener = () => void;
      const { netreach } = window as unknown as {
        netreach: Record<'on' | 'off', (name: string, listener: Listener) => void>;
      };
      const w = window as unknown as { calls: number };
      w.calls = 0;
      const count = () => {
        w.calls += 1;
      };
      netreach.on('unread', count);
      netreach.off('unread', count);
      return w.calls;
    });
    expect(calls).toBe(0);
    await call(visitor, 'open');
    await until(() => call(visitor, 'unread')).toBe(0);
    expect(await visitor.page.evaluate(() => (window as unknown as { calls: number }).calls)).toBe(0);
  });

  test('forget ends the conversation and leaves nothing', async () => {
    await visitor.say('So that the tab keeps a token.');
    await until(() => visitor.mark('So that the tab keeps a token.')).toBe('seen');
    await call(visitor, 'forget');
    for (const worker of [ana, cara]) {
      await shown(worker.at('close-ended'));
      await worker.at('close-ended').click();
    }
    expect(await visitor.kept()).toEqual(NOTHING_KEPT);
    expect(await heard(visitor)).toContainEqual(['conversation-end']);
  });

  test('destroy takes it away', async () => {
    await call(visitor, 'destroy');
    await until(() => frame().count()).toBe(0);
    await visitor.context.close();
  });
});

test('a website with a strict policy of its own names two sources and needs nothing more', async () => {
  const visitor = await stage.visitor();
  const { chat, websites } = stage.demo.ready;
  const address = `${websites}/made-up/strict/`;
  await serve(visitor, address, snippet(chat, stage.demo.siteKey), {
    'content-security-policy': `default-src 'none'; script-src ${chat}; frame-src ${chat}`,
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-opener-policy': 'same-origin',
  });
  await visitor.visit(address);
  await visitor.open();
  await visitor.reaches('intro');
  await visitor.context.close();
});

test('attributes of the snippet choose language, side, theme and the launcher', async () => {
  const visitor = await stage.visitor();
  const address = `${stage.demo.ready.websites}/made-up/attributes/`;
  const more = 'data-locale="ro" data-position="left" data-theme="dark" data-open';
  await serve(visitor, address, snippet(stage.demo.ready.chat, stage.demo.siteKey, more));
  await visitor.page.goto(address);
  await visitor.reaches('intro');
  expect(await visitor.chat.locator('html').getAttribute('lang')).toBe('ro');
  expect(await visitor.chat.locator('html').getAttribute('data-theme')).toBe('dark');
  expect((await visitor.page.locator('iframe[title="Chat"]').boundingBox())?.x).toBe(0);
  await visitor.context.close();
});

test('a website that is not named cannot show it, and gets its page back', async () => {
  const visitor = await stage.visitor();
  const address = 'http://stranger.example/';
  const early = `<script>window.heard = []; window.netreach = [['on', 'error', () => heard.push(['error'])]];</script>`;
  await serve(visitor, address, `<p>A page</p>${early}${snippet(stage.demo.ready.chat, stage.demo.siteKey)}`);
  await visitor.page.goto(address);
  await until(() => heard(visitor), GIVEN_UP_WITHIN_MS).toEqual([['error']]);
  expect(await visitor.page.locator('iframe').count()).toBe(0);
  await visitor.context.close();
  expect(stage.complaints.splice(0)).toEqual([expect.stringContaining('frame-ancestors')]);
});

test('an address that no site has is a plain page, and tells nothing', async () => {
  const visitor = await stage.visitor();
  const answer = await visitor.page.goto(`${stage.demo.ready.chat}/chat/nosuchsitehere`);
  expect(answer?.status()).toBe(404);
  expect(await visitor.page.title()).toBe('Chat');
  expect(await visitor.page.locator('body').innerText()).not.toMatch(/Harbour|Lantern|sex work/i);
});
