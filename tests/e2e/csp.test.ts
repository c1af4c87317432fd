// Whatever people write stands there as text: in every place, under a policy that lets nothing else happen.

import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deskOf, join, part } from './support/pair.ts';
import { Stage } from './support/stage.ts';
import { shown, until } from './support/until.ts';
import type { Worker } from './support/worker.ts';

/** Each would set `hit` if it were ever markup; short enough for a name. */
const NAME = '<img src=x onerror=hit=1>';
const NICKNAME = '<b onclick=hit=1>Jo</b>';
const TEXT = '"><script>hit=1</script><img src=x onerror="hit=1"><a href="javascript:hit=1">x</a> &amp;';

let stage: Stage;
let ana: Worker;
let cara: Worker;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.operator('ana');
  cara = await stage.operator('cara');
});

afterAll(() => stage?.close());

/** Fails if any of it became more than text. */
async function isHarmless(page: Page): Promise<void> {
  for (const frame of page.frames()) {
    const found = await frame.evaluate(() => ({
      hit: 'hit' in window,
      images: document.querySelectorAll('img[src="x"]').length,
      scripts: [...document.scripts].filter(({ textContent, type }) => !type && textContent?.includes('hit=1')).length,
      links: [...document.links].filter(({ protocol }) => protocol === 'javascript:').length,
    }));
    expect(found, page.url()).toEqual({ hit: false, images: 0, scripts: 0, links: 0 });
  }
}

test('names of a desk, a project and a site', async () => {
  const [project] = await ana.api<{ id: string; coordinator: boolean }[]>('GET', 'projects');
  await ana.api('PATCH', `projects/${project?.id}`, { name: NAME, town: NAME });
  await ana.api('PATCH', `desks/${await deskOf(ana)}`, { name: NAME });
  const [site] = await ana.api<{ id: string }[]>('GET', 'sites');
  await ana.api('PATCH', `sites/${site?.id}`, { name: NAME });
  await ana.api('PATCH', 'me', { screen_name: NAME });
  for (const path of ['', '/sites', '/projects', '/people']) {
    await ana.goto(`/console/settings${path}`);
    await shown(ana.at('page-title'));
    await until(() => ana.page.locator('body').innerText()).toContain(NAME);
    await isHarmless(ana.page);
  }
  await ana.goto('/console/');
  await until(() => ana.at('desk-block').innerText()).toContain(NAME);
  await ana.choose('available');
  await isHarmless(ana.page);
});

test('a nickname, messages, asides, suggestions and canned answers', async () => {
  const canned = { level: 'own', shortcut: 'xss', title: NAME, tags: [NAME], texts: [{ language: 'en', text: TEXT }] };
  for (const worker of [ana, cara]) await worker.api('POST', 'canned', canned);
  const visitor = await stage.visitor();
  await visitor.visit(stage.demo.website);
  await visitor.open();
  await visitor.reaches('intro');
  await until(() => visitor.at('organisations').innerText()).toContain(NAME);
  const held = await join(visitor, [ana, cara], NICKNAME);
  const { lead, second } = held;
  await until(() => visitor.at('workers').innerText()).toContain(NAME);
  await visitor.say(TEXT);
  await until(() => lead.texts()).toEqual([TEXT]);
  await second.aside(TEXT);
  await until(async () => (await lead.lines()).at(-1)?.text).toBe(TEXT);
  await second.suggest(`${TEXT} suggested`);
  await lead.at('suggestion-send').click();
  await until(() => visitor.texts()).toEqual([TEXT, `${TEXT} suggested`]);
  await lead.at('message-box').click();
  await lead.at('message-box').pressSequentially('/xss');
  await shown(lead.at('canned-option'));
  expect(await lead.at('canned-option').first().innerText()).toContain(NAME);
  expect(await lead.at('canned-preview').innerText()).toContain('<script>');
  await lead.page.keyboard.press('Escape');
  await lead.at('message-box').fill('');
  for (const page of [visitor.page, lead.page, second.page]) await isHarmless(page);
  await part(held);
});

test('an address in a message is a link that says nothing of where it was pressed', async () => {
  const visitor = await stage.visitor();
  await visitor.visit(stage.demo.website);
  await visitor.open();
  const held = await join(visitor, [ana, cara], 'Linker');
  await held.lead.say('See https://help.example.org/a?b=c. And javascript:alert(1)');
  const link = visitor.at('message-text').locator('a');
  await shown(link);
  expect(await link.count()).toBe(1);
  expect(await link.getAttribute('href')).toBe('https://help.example.org/a?b=c');
  expect(await link.getAttribute('rel')).toContain('noopener');
  expect(await link.getAttribute('rel')).toContain('noreferrer');
  await part(held);
});

test('Trusted Types are on, and no inline script or style runs', async () => {
  // A context that nobody listens to: here the policy is violated on purpose.
  const context = await stage.browser.newContext();
  const page = await context.newPage();
  for (const address of [stage.demo.page, stage.demo.ready.console]) {
    await page.goto(address);
    await shown(page.locator('main'));
    const thrown = await page.evaluate(() => {
      try {
        document.createElement('p').innerHTML = '<b>x</b>';
        return 'nothing';
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(thrown).toBe('TypeError');
    const ran = await page.evaluate(() => {
      const script = document.createElement('script');
      const style = document.createElement('style');
      style.textContent = 'body { --probe: 1 }';
      try {
        script.textContent = 'window.inlineRan = true';
        document.body.append(script);
      } catch {
        // Not trusted: it does not get that far.
      }
      document.body.append(style);
      const probe = getComputedStyle(document.body).getPropertyValue('--probe');
      style.remove();
      script.remove();
      return 'inlineRan' in window || probe !== '';
    });
    expect(ran).toBe(false);
  }
  await context.close();
});
