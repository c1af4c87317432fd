import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { startChromium } from './chromium.ts';
import { Demo } from './demo.ts';
import { Network } from './network.ts';
import { WAIT_MS } from './until.ts';
import { Visitor } from './visitor.ts';
import { watch } from './watch.ts';
import { Worker } from './worker.ts';

/** Where a worker's console is wide enough for everything. */
const DESKTOP = { width: 1280, height: 800 };

/** A demo, a browser, and the people in it. */
export class Stage {
  readonly demo: Demo;
  readonly browser: Browser;
  /** What no page may do and one did. */
  readonly complaints: string[] = [];
  readonly #networks: Network[] = [];
  readonly #contexts: BrowserContext[] = [];

  private constructor(demo: Demo, browser: Browser) {
    this.demo = demo;
    this.browser = browser;
  }

  /** Starts both. The caller closes it, also after a test that failed. */
  static async open(): Promise<Stage> {
    const [demo, browser] = await Promise.allSettled([Demo.start(), startChromium()]);
    if (demo.status === 'fulfilled' && browser.status === 'fulfilled') return new Stage(demo.value, browser.value);
    if (demo.status === 'fulfilled') await demo.value.close();
    if (browser.status === 'fulfilled') await browser.value.close();
    throw demo.status === 'rejected' ? demo.reason : browser.status === 'rejected' ? browser.reason : new Error();
  }

  /** Somebody with a browser of their own, not yet on any page. */
  async visitor(options: BrowserContextOptions = {}): Promise<Visitor> {
    const { page, network } = await this.#person('visitor', { locale: 'en-GB', ...options });
    return new Visitor(page, network);
  }

  /** Somebody at the console, not yet signed in. */
  async worker(options: BrowserContextOptions = {}): Promise<Worker> {
    const { page, network } = await this.#person('worker', { viewport: DESKTOP, locale: 'en-GB', ...options });
    return new Worker(page, network, this.demo.ready.console);
  }

  /** Somebody at the console, signed in. */
  async signedIn(signIn: string, options: BrowserContextOptions = {}): Promise<Worker> {
    const worker = await this.worker(options);
    await worker.signIn(signIn);
    return worker;
  }

  /** Somebody who takes conversations. */
  async operator(signIn: string, options: BrowserContextOptions = {}): Promise<Worker> {
    const worker = await this.signedIn(signIn, options);
    await worker.choose('available');
    return worker;
  }

  /** Ends everything, and fails if a page did what none may do. */
  async close(): Promise<void> {
    await Promise.all(this.#contexts.map((context) => context.close()));
    await this.browser.close();
    await Promise.all(this.#networks.map((network) => network.close()));
    await this.demo.close();
    expect(this.complaints, 'policies that were violated and scripts that failed').toEqual([]);
  }

  async #person(who: string, options: BrowserContextOptions): Promise<{ page: Page; network: Network }> {
    const network = await Network.open();
    this.#networks.push(network);
    const context = await this.browser.newContext({ ...options, proxy: network.proxy });
    context.setDefaultTimeout(WAIT_MS);
    this.#contexts.push(context);
    await watch(context, `${who} ${this.#contexts.length}`, this.complaints);
    return { page: await context.newPage(), network };
  }
}
