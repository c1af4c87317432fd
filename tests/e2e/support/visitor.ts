import type { BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';
import type { Network } from './network.ts';
import { shown, until, WAIT_MS } from './until.ts';
import { Wire } from './wire.ts';

/** A message as it stands on the visitor's screen. */
export type Shown = { text: string; own: boolean; mark: string | null };

/** Somebody on a project's website, or on the plain chat page. */
export class Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly network: Network;
  readonly wire: Wire;
  #isFramed = true;

  constructor(page: Page, network: Network) {
    this.page = page;
    this.context = page.context();
    this.network = network;
    this.wire = new Wire(page);
  }

  /** Goes to a website that carries the launcher. */
  async visit(address: string): Promise<void> {
    this.#isFramed = true;
    await this.page.goto(address);
    await shown(this.launcher);
  }

  /** Goes to the plain chat page. */
  async visitPage(address: string): Promise<void> {
    this.#isFramed = false;
    await this.page.goto(address);
    await shown(this.panel);
  }

  /** The document of the chat: the frame on a website, or the page. */
  get chat(): FrameLocator | Page {
    return this.#isFramed ? this.page.frameLocator('iframe[title="Chat"]') : this.page;
  }

  /** Something in the chat by its name for tests. */
  at(name: string): Locator {
    return this.chat.locator(`[data-test="${name}"]`);
  }

  get launcher(): Locator {
    return this.at('launcher');
  }

  get panel(): Locator {
    return this.at('panel');
  }

  /** Which screen the panel shows. */
  screen(): Promise<string | null> {
    return this.panel.getAttribute('data-screen', { timeout: WAIT_MS });
  }

  /** Waits for a screen of the panel. */
  async reaches(screen: string, timeout = WAIT_MS): Promise<void> {
    await shown(this.chat.locator(`[data-test="panel"][data-screen="${screen}"]`), timeout);
  }

  /** What the launcher says of the desk. */
  launcherLine(): Promise<string> {
    return this.at('launcher-state').innerText();
  }

  /** Waits until the launcher says a state of the desk. */
  async launcherIs(state: string): Promise<void> {
    await shown(this.chat.locator(`.launcher[data-state="${state}"]`));
  }

  async open(): Promise<void> {
    await this.launcher.click();
    await shown(this.panel);
  }

  /** From the launcher to the question for a name. */
  async acceptRules(): Promise<void> {
    await this.reaches('intro');
    await this.at('accept').click();
    await this.reaches('name');
    await until(() => this.at('start').isEnabled()).toBe(true);
  }

  /** From the open panel into line, and what is said then. */
  async begin(nickname?: string): Promise<void> {
    await this.acceptRules();
    if (nickname !== undefined) await this.at('nickname').fill(nickname);
    await this.at('start').click();
  }

  async say(text: string): Promise<void> {
    await this.at('composer').fill(text);
    await this.at('send').click();
  }

  /** All messages on the screen, in order. */
  messages(): Promise<Shown[]> {
    return this.at('message').evaluateAll((nodes) =>
      nodes.map((node) => ({
        text: node.querySelector('[data-test=message-text]')?.textContent ?? '',
        own: (node as HTMLElement).dataset['own'] === 'true',
        mark: node.querySelector<HTMLElement>('[data-test=mark]')?.dataset['mark'] ?? null,
      })),
    );
  }

  /** The texts of all messages, in order. */
  async texts(): Promise<string[]> {
    return (await this.messages()).map((message) => message.text);
  }

  /** The mark under an own message. */
  async mark(text: string): Promise<string | null> {
    return (await this.messages()).find((message) => message.text === text)?.mark ?? null;
  }

  /** The workers that are named on the screen, and whether each is here. */
  workers(): Promise<string[]> {
    return this.at('worker').evaluateAll((nodes) =>
      nodes.map((node) => {
        const { seat, here } = (node as HTMLElement).dataset;
        return `${node.querySelector('b')?.textContent} ${seat}${here === 'true' ? '' : ' away'}`;
      }),
    );
  }

  /** Everything that this browser keeps for the site of the page and for the chat's. */
  async kept(): Promise<Record<string, unknown>> {
    const frames = this.page.frames().filter((frame) => frame.url().startsWith('http'));
    const stores = await Promise.all(
      frames.map((frame) =>
        frame.evaluate(async () => ({
          local: { ...localStorage },
          session: { ...sessionStorage },
          databases: ((await indexedDB.databases?.()) ?? []).map(({ name }) => name),
          caches: 'caches' in window ? await caches.keys() : [],
          workers: ((await navigator.serviceWorker?.getRegistrations()) ?? []).length,
        })),
      ),
    );
    const { cookies } = await this.context.storageState();
    const all = { local: {}, session: {} };
    for (const store of stores) {
      Object.assign(all.local, store.local);
      Object.assign(all.session, store.session);
    }
    return {
      cookies: cookies.length,
      ...all,
      databases: stores.flatMap((store) => store.databases),
      caches: stores.flatMap((store) => store.caches),
      workers: stores.reduce((sum, store) => sum + store.workers, 0),
    };
  }

  /** Takes the network away, as a tunnel does. */
  async loseNetwork(): Promise<void> {
    await this.context.setOffline(true);
    this.network.cut();
  }

  async findNetwork(): Promise<void> {
    this.network.mend();
    await this.context.setOffline(false);
  }
}

/** What a browser keeps of a visitor who has not written: nothing. */
export const NOTHING_KEPT = {
  cookies: 0,
  local: {},
  session: {},
  databases: [],
  caches: [],
  workers: 0,
};
