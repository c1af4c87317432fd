// The panel in the visitor's language, whole.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import englishLauncher from '../../widget/embed/src/lang/launcher/en.json' with { type: 'json' };
import romanianLauncher from '../../widget/embed/src/lang/launcher/ro.json' with { type: 'json' };
import english from '../../widget/embed/src/lang/panel/en.json' with { type: 'json' };
import romanian from '../../widget/embed/src/lang/panel/ro.json' with { type: 'json' };
import { join, part, type Talk } from './support/pair.ts';
import { Stage } from './support/stage.ts';
import { steps } from './support/steps.ts';
import { shown, until } from './support/until.ts';
import type { Visitor } from './support/visitor.ts';
import type { Worker } from './support/worker.ts';

/** English lines that are nowhere in Romanian: short words such as "Chat" are the same in both. */
const ENGLISH_LINES = [...Object.values(english), ...Object.values(englishLauncher)].filter(
  (line) => line.length > 12 && !line.includes('{') && ![...Object.values(romanian)].includes(line),
);

let stage: Stage;
let ana: Worker;
let cara: Worker;

beforeAll(async () => {
  stage = await Stage.open();
});

afterAll(() => stage?.close());

/** Fails if a line of the other language stands on the screen. */
async function isRomanian(visitor: Visitor): Promise<void> {
  const text = await visitor.chat.locator('body').innerText();
  for (const line of ENGLISH_LINES) expect(text).not.toContain(line);
}

describe('in Romanian, from the launcher to the end', () => {
  steps();
  let visitor: Visitor;
  let held: Talk;

  test('the browser’s language is followed, closed and open', async () => {
    visitor = await stage.visitor({ locale: 'ro-RO', timezoneId: 'Europe/Bucharest' });
    await visitor.visit(stage.demo.website);
    await visitor.launcherIs('nobody');
    expect(await visitor.launcherLine()).toBe(romanianLauncher.nobody);
    await visitor.open();
    await visitor.reaches('closed');
    await shown(visitor.at('closed-text'));
    await until(() => visitor.at('closed').innerText()).toContain('Sună sau scrie');
    await isRomanian(visitor);

    ana = await stage.operator('ana');
    cara = await stage.operator('cara');
    await visitor.page.reload();
    await visitor.launcherIs('open');
    expect(await visitor.launcherLine()).toBe(romanianLauncher.open);
  });

  test('rules, name, conversation and settings', async () => {
    await visitor.open();
    await visitor.reaches('intro');
    await until(() => visitor.at('rules').innerText()).not.toBe('');
    expect(await visitor.at('kept').innerText()).toContain(romanian.kept_off);
    await isRomanian(visitor);
    held = await join(visitor, [ana, cara], 'Barza Mică');
    expect(await visitor.at('composer').getAttribute('placeholder')).toBe(romanian.write);
    await visitor.say('Bună ziua, mă auziți?');
    await until(() => visitor.mark('Bună ziua, mă auziți?')).toBe('seen');
    await visitor.at('settings').click();
    await isRomanian(visitor);
    await visitor.at('settings-close').click();
  });

  test('the operators see which language it is, and its answers first', async () => {
    expect(await held.lead.conversation().innerText()).toContain('Romanian');
    await held.lead.at('message-box').click();
    await held.lead.at('message-box').pressSequentially('/hello');
    await until(() => held.lead.at('canned-preview').innerText()).toContain('Bună și bine ai venit');
    await held.lead.page.keyboard.press('Escape');
    await held.lead.at('message-box').fill('');
  });

  test('it can be changed in the middle, and nothing is lost', async () => {
    await visitor.at('settings').click();
    await visitor.at('language').selectOption('en');
    await until(() => visitor.chat.locator('html').getAttribute('lang')).toBe('en');
    await until(() => visitor.at('composer').getAttribute('placeholder')).toBe(english.write);
    expect(await visitor.texts()).toEqual(['Bună ziua, mă auziți?']);
    await visitor.at('language').selectOption('ro');
    await until(() => visitor.chat.locator('html').getAttribute('lang')).toBe('ro');
    await isRomanian(visitor);
    await visitor.at('settings-close').click();
  });

  test('the end too', async () => {
    await visitor.at('end').click();
    await visitor.at('end-yes').click();
    await visitor.reaches('ended');
    expect(await visitor.at('ended').innerText()).toContain(romanian.ended_visitor);
    await isRomanian(visitor);
    for (const worker of [ana, cara]) await worker.at('close-ended').click();
  });
});

test('the address of the plain page may name the language, and one that is not there gives English', async () => {
  const visitor = await stage.visitor();
  await visitor.visitPage(`${stage.demo.page}?lang=ro`);
  expect(await visitor.page.locator('html').getAttribute('lang')).toBe('ro');
  await visitor.reaches('intro');
  await isRomanian(visitor);
  const other = await stage.visitor({ locale: 'fi-FI' });
  await other.visitPage(stage.demo.page);
  expect(await other.page.locator('html').getAttribute('lang')).toBe('en');
  await visitor.context.close();
  await other.context.close();
});

test('a worker who speaks the visitor’s language comes first', async () => {
  const dee = await stage.operator('dee');
  const visitor = await stage.visitor({ locale: 'ro-RO' });
  await visitor.visit(stage.demo.website);
  await visitor.open();
  const talk = await join(visitor, [cara, dee], 'Lăstun');
  expect((await visitor.workers()).map((worker) => worker.split(' ')[0]).toSorted()).toEqual(['Cara', 'Dee']);
  await part(talk);
});
