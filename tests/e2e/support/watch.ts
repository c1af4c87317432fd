import type { BrowserContext } from 'playwright-core';

/** What Chromium says when a policy stopped something, or when a value was not trusted. */
const POLICY = /content security policy|trusted ?(type|html|script)|permissions policy/i;

/**
 * Listens to every page and frame of a context for what must never happen: a script that fails, or something that the
 * security policy had to stop.
 */
export async function watch(context: BrowserContext, who: string, complaints: string[]): Promise<void> {
  await context.exposeBinding('tellTheTest', (_, line: string) => {
    complaints.push(`${who}: ${line}`);
  });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const tell = (window as unknown as { tellTheTest: (line: string) => void }).tellTheTest;
      tell(`violates ${event.effectiveDirective}: ${event.blockedURI} ${event.sample} in ${event.documentURI}`);
    });
  });
  context.on('weberror', (error) => complaints.push(`${who}: ${error.error().stack ?? error.error().message}`));
  context.on('console', (message) => {
    if (POLICY.test(message.text())) complaints.push(`${who}: ${message.text()}`);
  });
}
