import AxeBuilder from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChromium } from './support/chromium.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await startChromium();
});

afterAll(() => browser.close());

test('example domains lead to this machine and every other name leads nowhere', async () => {
  const page = await browser.newPage();
  await expect(page.goto('http://leeds.example:9/')).rejects.toThrow('ERR_UNSAFE_PORT');
  await expect(page.goto('http://elsewhere.invalid/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED');
});

test('axe finds a nameless button', async () => {
  const page = await (await browser.newContext()).newPage();
  await page.setContent(
    '<!doctype html><html lang="en"><title>Page</title><main><h1>Page</h1><button></button></main>',
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((violation) => violation.id)).toEqual(['button-name']);
});
