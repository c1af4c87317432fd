// What a coordinator sets, and what follows from it at once.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD } from './support/demo.ts';
import { ALL_WEEK, deskOf, type Hours, type Pairing, part, setHours, talk } from './support/pair.ts';
import { Stage } from './support/stage.ts';
import { shown, until } from './support/until.ts';
import type { Worker } from './support/worker.ts';

/** What a visitor reads when the hours say open and nobody is there. */
const NO_PAIR = { language: 'en', kind: 'closed_no_pair', text: 'We are on the road.\n\n{{other_channels}}' };

let stage: Stage;
let ana: Worker;
let desk: string;

beforeAll(async () => {
  stage = await Stage.open();
  ana = await stage.signedIn('ana');
  desk = await deskOf(ana);
});

afterAll(() => stage?.close());

const saved = () => until(() => ana.at('save-bar').getAttribute('data-state')).toBe('saved');

test('the overview names the desk, and the menu leads everywhere', async () => {
  await ana.at('nav-settings').click();
  await shown(ana.at('desk-card'));
  expect(await ana.at('desk-card').innerText()).toContain('Chat for sex workers');
  for (const section of ['people', 'sites', 'answers', 'projects']) {
    await ana.at(`settings-${section}`).click();
    await shown(ana.at('page-title'));
    await until(() => new URL(ana.page.url()).pathname).toBe(`/console/settings/${section}`);
  }
});

describe('hours', () => {
  test('a span is changed and saved, and the server holds it', async () => {
    await ana.goto(`/console/settings/desks/${desk}/hours`);
    const monday = ana.page.locator('[data-test="day"][data-day="1"]');
    await monday.locator('[data-test="opens"]').fill('09:00');
    await monday.locator('[data-test="closes"]').fill('17:30');
    await ana.at('save').click();
    await saved();
    const hours = await ana.api<Hours>('GET', `desks/${desk}/hours`);
    expect(hours.weekly).toContainEqual({ weekday: 1, opens: '09:00', closes: '17:30' });
  });

  test('spans that overlap say so at the span, and nothing is sent', async () => {
    const tuesday = ana.page.locator('[data-test="day"][data-day="2"]');
    await tuesday.locator('[data-test="add-span"]').click();
    await tuesday.locator('[data-test="opens"]').last().fill('10:00');
    await tuesday.locator('[data-test="closes"]').last().fill('12:00');
    await shown(tuesday.locator('[data-test="span-problem"]'));
    await ana.at('save').click();
    await until(() => ana.at('save-state').innerText()).toContain('Not saved yet');
    const hours = await ana.api<Hours>('GET', `desks/${desk}/hours`);
    expect(hours.weekly.filter(({ weekday }) => weekday === 2)).toHaveLength(1);
    await ana.at('undo').click();
  });

  test('a date with other hours is added, and the preview shows what a visitor sees then', async () => {
    await ana.at('add-exception').click();
    const added = ana.at('exception').last();
    await added.locator('[data-test="exception-date"]').fill('2099-06-01');
    await added.locator('[data-test="exception-note"]').fill('Summer closing');
    await ana.at('save').click();
    await saved();
    await ana.at('preview-at').fill('2099-06-01T12:00');
    await until(() => ana.at('preview-state').innerText()).not.toBe('');
    await until(() => ana.at('preview').innerText()).toContain('Summer closing');
  });

  test('leaving with unsaved changes is asked about', async () => {
    const monday = ana.page.locator('[data-test="day"][data-day="1"]');
    await monday.locator('[data-test="opens"]').fill('17:00');
    await ana.at('settings-people').click();
    await shown(ana.at('leave-guard'));
    await ana.at('leave-guard').getByRole('button', { name: 'Leave without saving' }).click();
    await until(() => new URL(ana.page.url()).pathname).toBe('/console/settings/people');
  });
});

describe('pairing rules', () => {
  test('are changed in words that say what follows', async () => {
    await ana.goto(`/console/settings/desks/${desk}/pairing`);
    await ana.at('grace').fill('45');
    await ana.at('solo-finish').check();
    expect(await ana.at('pairing-summary').innerText()).toContain('45 seconds');
    await ana.at('save').click();
    await saved();
    expect(await ana.api<Pairing>('GET', `desks/${desk}/pairing`)).toMatchObject({ grace_ms: 45_000, solo: 'finish' });
  });

  test('wrong values say so at their fields', async () => {
    await ana.at('minimum').fill('0');
    await ana.at('grace').fill('6000');
    for (const field of ['minimum', 'grace']) {
      await until(() => ana.at(field).getAttribute('aria-invalid')).toBe('true');
      const described = (await ana.at(field).getAttribute('aria-describedby')) ?? '';
      const error = described.split(' ').find((id) => id.endsWith('-error')) ?? '';
      expect(await ana.page.locator(`[id="${error}"]`).innerText()).toMatch(/whole number/i);
    }
    await ana.at('save').click();
    await until(() => ana.at('minimum').evaluate((field) => field === document.activeElement)).toBe(true);
    await ana.at('undo').click();
  });
});

test('a person is added, is told a password and signs in with it', async () => {
  await ana.goto('/console/settings/people/new');
  await ana.at('sign-in-name').fill('evi');
  await ana.at('screen-name').fill('Evi');
  expect(await ana.at('person-languages').innerText()).toContain('English');
  await ana.at('role-operator').first().check();
  await ana.at('save').click();
  await shown(ana.at('password-dialog'));
  const password = await ana.at('told-password').innerText();
  await ana.at('password-told').click();

  const evi = await stage.worker();
  await evi.signIn('evi', password);
  await evi.choose('available');
  expect(await evi.at('nav-settings').count()).toBe(0);
  await evi.goto(`/console/settings/desks/${desk}/hours`);
  await shown(evi.at('not-found'));
  // Loading a page again is not going away.
  await evi.is('available');
  await expect(evi.api('PUT', `desks/${desk}/hours`, { time_zone: 'UTC', weekly: [], exceptions: [] })).rejects.toThrow(
    /403.*not_allowed/,
  );
  await evi.context.close();
});

test('a sign-in name that somebody has already is refused at its field', async () => {
  await ana.goto('/console/settings/people/new');
  await ana.at('sign-in-name').fill('ben');
  await ana.at('screen-name').fill('Another Ben');
  await ana.at('role-operator').first().check();
  await ana.at('save').click();
  await until(() => ana.at('sign-in-name').getAttribute('aria-invalid')).toBe('true');
  expect(await ana.at('person-form').innerText()).toContain('Somebody has this sign-in name already');
  await ana.at('undo').click();
});

test('a wrong password says so and signs nobody in', async () => {
  const stranger = await stage.worker();
  await stranger.goto('/console/');
  await stranger.at('sign-in-submit').click();
  await until(() => stranger.at('sign-in-name').getAttribute('aria-invalid')).toBe('true');
  await stranger.at('sign-in-name').fill('ben');
  await stranger.at('sign-in-password').fill('not the password');
  await stranger.at('sign-in-submit').click();
  await until(() => stranger.at('sign-in-error').innerText()).toContain('not right');
  await stranger.at('sign-in-password').fill(PASSWORD);
  await stranger.at('sign-in-submit').click();
  await shown(stranger.at('availability'));
});

describe('sites', () => {
  test('an address that is none says what was meant, and the snippet of a new site works', async () => {
    await ana.goto('/console/settings/sites/new');
    await ana.at('site-name').fill('Reading room');
    await ana.at('origins').fill(`${stage.demo.ready.websites}/pages/chat.html`);
    await shown(ana.page.locator('[data-test="origin-lines"] [data-problem]'));
    await ana.at('origin-mend').click();
    expect(await ana.at('origins').inputValue()).toBe(stage.demo.ready.websites);
    await ana.at('save').click();
    await shown(ana.at('snippet'));

    await ana.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await ana.at('snippet-copy').click();
    // The console itself may not read the clipboard: another page does.
    const elsewhere = await ana.context.newPage();
    await elsewhere.goto(stage.demo.ready.websites);
    const copied = await elsewhere.evaluate(() => navigator.clipboard.readText());
    await elsewhere.close();
    expect(copied).toBe(await ana.at('snippet').innerText());
    expect(copied).toMatch(/^<script src="http:\/\/localhost:\d+\/netreach\.js" data-site="\w+" async><\/script>$/);

    const visitor = await stage.visitor();
    const address = `${stage.demo.ready.websites}/made-up/new-site/`;
    await visitor.page.route(address, (route) =>
      route.fulfill({ contentType: 'text/html', body: `<!doctype html><title>A page</title><body>${copied}</body>` }),
    );
    await visitor.visit(address);
    await visitor.context.close();
  });

  test('a site that is removed shows nothing any more', async () => {
    const page = await ana.at('page-address').innerText();
    await ana.at('remove-site').click();
    await ana.at('confirm-ok').click();
    await shown(ana.at('sites'));
    const visitor = await stage.visitor();
    expect((await visitor.page.goto(page))?.status()).toBe(404);
  });
});

describe('canned answers', () => {
  test('one is added to the library', async () => {
    await ana.goto('/console/settings/answers/new');
    await ana.at('answer-title').fill('Bus to the clinic');
    await ana.at('shortcut').fill('busline');
    await ana.at('answer-en').fill('Bus 7 goes to {{clinic}}. Ask for {{nurse_name}}.');
    await ana.at('save').click();
    await until(() => new URL(ana.page.url()).pathname).toMatch(/answers(\/[^n][^/]+)?$/);
    await ana.goto('/console/settings/answers');
    await until(() => ana.at('answers').innerText()).toContain('Bus to the clinic');
  });

  test('a shortcut that is taken is refused at its field', async () => {
    await ana.goto('/console/settings/answers/new');
    await ana.at('answer-title').fill('Another one');
    await ana.at('shortcut').fill('busline');
    await ana.at('answer-en').fill('Another text.');
    await ana.at('save').click();
    await until(() => ana.at('shortcut').getAttribute('aria-invalid')).toBe('true');
    await ana.at('undo').click();
  });

  test('an operator finds it by /, with the visitor’s town filled in, and is held at its open blank', async () => {
    await setHours(ana, { weekly: ALL_WEEK, exceptions: [] });
    await ana.goto('/console/');
    await ana.choose('available');
    const dee = await stage.operator('dee');
    const held = await talk(stage, [ana, dee], 'Bus Rider');
    const { lead, visitor } = held;
    await lead.at('message-box').click();
    await lead.at('message-box').pressSequentially('/bus');
    await shown(lead.at('canned-option'));
    expect(await lead.at('canned-preview').innerText()).toContain('4 Quay Street');
    await lead.page.keyboard.press('Enter');
    await until(() => lead.at('message-box').inputValue()).toMatch(/4 Quay Street.*\{\{nurse_name\}\}/s);
    await lead.at('message-box').press('Enter');
    await until(() => lead.at('composer-note').innerText()).toContain('nurse_name');
    // The blank is selected: what is typed takes its place.
    await lead.page.keyboard.type('the nurse');
    await lead.at('message-box').press('Enter');
    await until(() => visitor.texts()).toEqual([expect.stringMatching(/^Bus 7 .*Ask for the nurse\.$/)]);
    await part(held);
    await ana.choose('away');
    await dee.context.close();
  });
});

test('what is said to visitors is changed in their language', async () => {
  await setHours(ana, { weekly: ALL_WEEK, exceptions: [] });
  await ana.goto(`/console/settings/desks/${desk}/texts`);
  await shown(ana.at('texts-form'));
  const texts = await ana.api<{ texts: { language: string; kind: string; text: string }[] }>(
    'GET',
    `desks/${desk}/texts`,
  );
  await ana.api('PUT', `desks/${desk}/texts`, {
    texts: [...texts.texts.filter(({ kind }) => kind !== 'closed_no_pair'), NO_PAIR],
  });
  const visitor = await stage.visitor();
  await visitor.visit(stage.demo.website);
  await visitor.open();
  await visitor.reaches('closed');
  await until(() => visitor.at('closed-text').innerText()).toContain('We are on the road.');
});
