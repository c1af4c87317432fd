import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Widest document that fits, in CSS pixels beyond the window: parts of a pixel are no scroll. */
const OVERFLOW_MAX_PX = 1;

/** Fails if anything on the page or in its frames keeps people out, or if it must be scrolled sideways. */
export async function accessible(page: Page, state: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const found = violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.join(' ')} (${node.failureSummary})`).join('; ')}`,
  );
  expect.soft(found, `${state}: what axe found`).toEqual([]);
  for (const frame of page.frames().filter((frame) => frame.url().startsWith('http'))) {
    const wider = await frame.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect.soft(wider, `${state}: wider than the window`).toBeLessThanOrEqual(OVERFLOW_MAX_PX);
  }
}
