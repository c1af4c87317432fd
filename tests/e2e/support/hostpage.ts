import type { Visitor } from './visitor.ts';

/** Serves a made-up page at an address, for one visitor alone; everything else goes where it goes. */
export async function serve(
  visitor: Visitor,
  address: string,
  body: string,
  headers: Record<string, string> = {},
): Promise<void> {
  await visitor.page.route(address, (route) =>
    route.fulfill({
      contentType: 'text/html; charset=utf-8',
      headers,
      body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A page</title></head><body>${body}</body></html>`,
    }),
  );
}

/** The snippet that a project pastes. */
export function snippet(chat: string, site: string, more = ''): string {
  return `<script src="${chat}/netreach.js" data-site="${site}" ${more} async></script>`;
}

/** Calls the widget's API on the page. */
export function call(visitor: Visitor, name: string, ...values: unknown[]): Promise<unknown> {
  return visitor.page.evaluate(
    ([name, values]) => {
      const api = (window as unknown as { netreach: Record<string, (...values: unknown[]) => unknown> }).netreach;
      return api[name]?.(...values);
    },
    [name, values] as const,
  );
}

/** Listens to the widget's events; what came stands in `heard`. */
export async function listen(visitor: Visitor, ...names: string[]): Promise<void> {
  await visitor.page.evaluate((names) => {
    const w = window as unknown as {
      heard: unknown[];
      netreach: { on: (name: string, listener: (value?: unknown) => void) => void };
    };
    w.heard ??= [];
    for (const name of names) {
      w.netreach.on(name, (value) => {
        w.heard.push(value === undefined ? [name] : [name, value]);
      });
    }
  }, names);
}

/** What was heard since the last look. */
export function heard(visitor: Visitor): Promise<unknown[]> {
  return visitor.page.evaluate(() => (window as unknown as { heard?: unknown[] }).heard?.splice(0) ?? []);
}
