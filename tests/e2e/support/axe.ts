import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** The smallest phone that is reckoned with, and a desk. */
const SIZES = [
  { width: 320, height: 640 },
  { width: 1280, height: 800 },
] as const;
const SCHEMES = ['light', 'dark'] as const;

/** How far a document may reach beyond the window, in CSS pixels: parts of a pixel are no scroll. */
const OVERFLOW_MAX_PX = 1;

/**
 * Fails if anything on the page or in its frames keeps people out, or must be scrolled sideways: on a phone and on a
 * desk, light and dark. `settled` is waited for after each change of size.
 */
export async function accessible(page: Page, state: string, settled: () => Promise<unknown> = async () => {}) {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await settled();
      await finished(page);
      const where = `${state}, ${size.width} px, ${colorScheme}`;
      expect.soft(await violations(page), `${where}: what axe found`).toEqual([]);
      expect.soft(await tooWide(page), `${where}: reaches beyond the window`).toEqual([]);
    }
  }
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
  await finished(page);
  expect.soft(await unseen(page), `${state}, forced colours: controls without an edge`).toEqual([]);
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
}

/** Waits for transitions: a colour on its way is not the colour that people read. */
async function finished(page: Page): Promise<void> {
  for (const frame of page.frames()) {
    await frame.evaluate(async () => {
      const running = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      await Promise.all(running.map((animation) => animation.finished.catch(() => {})));
    });
  }
}

/**
 * What axe finds, frame by frame. Playwright's own way to run it opens another tab each time, after which Chromium
 * sends clicks to where the frame was before the window changed its size.
 */
async function violations(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const frame of page.frames()) {
    await frame.evaluate(axe.source);
    const lines = await frame.evaluate(async (values) => {
      const { axe } = window as unknown as { axe: typeof import('axe-core') };
      const { violations } = await axe.run(document, { iframes: false, runOnly: { type: 'tag', values } });
      const why = (text = '') => text.split('\n').at(-1)?.trim();
      return violations.flatMap(({ id, nodes }) =>
        nodes
          // The list of prepared answers scrolls by the arrows, while the focus stays in the text.
          .filter(({ target }) => {
            const isList = document.querySelector(target.join(' '))?.closest('[data-test="canned-picker"]') !== null;
            return id !== 'scrollable-region-focusable' || !isList;
          })
          .map((node) => `${id}: ${node.target.join(' ')} (${why(node.failureSummary)})`),
      );
    }, RULES);
    found.push(...lines);
  }
  return found;
}

/** The documents that are wider than their window, with what sticks out. */
async function tooWide(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const frame of page.frames()) {
    const line = await frame.evaluate((max) => {
      const root = document.documentElement;
      if (innerWidth === 0 || root.scrollWidth - innerWidth <= max) return null;
      const out = [...document.querySelectorAll('body *')].filter(
        (element) => element.getBoundingClientRect().right > innerWidth + max,
      );
      return `${location.pathname}: ${out
        .slice(0, 3)
        .map((element) => element.outerHTML.slice(0, 90))
        .join(' | ')}`;
    }, OVERFLOW_MAX_PX);
    if (line !== null) found.push(line);
  }
  return found;
}

/** Buttons and fields that nothing marks off, neither on them nor close around, once the system's own colours take the place of ours. */
async function unseen(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const frame of page.frames()) {
    found.push(
      ...(await frame.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>('.launch, .button-primary, button.main, input, textarea, select')]
          .filter((element) => !element.matches('[type=checkbox], [type=radio]'))
          .filter((element) => element.checkVisibility() && element.getBoundingClientRect().width > 1)
          .filter((element) => {
            const around = [element, element.parentElement, element.parentElement?.parentElement];
            return !around.some((one) => {
              const {
                borderTopStyle = 'none',
                borderTopWidth = '0',
                outlineStyle = 'none',
              } = one ? getComputedStyle(one) : {};
              return (borderTopStyle !== 'none' && Number.parseFloat(borderTopWidth) > 0) || outlineStyle !== 'none';
            });
          })
          .map((element) => element.outerHTML.slice(0, 90)),
      )),
    );
  }
  return found;
}
