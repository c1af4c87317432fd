import type { BrowserContext, Locator, Page } from 'playwright-core';
import { PASSWORD } from './demo.ts';
import type { Network } from './network.ts';
import { shown, until } from './until.ts';
import { Wire } from './wire.ts';

/** A line of a conversation in the console. */
export type Line = { what: string; from: string | null; text: string };

/** Somebody at the console. */
export class Worker {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly network: Network;
  readonly wire: Wire;
  readonly #console: string;

  constructor(page: Page, network: Network, console: string) {
    this.page = page;
    this.context = page.context();
    this.network = network;
    this.wire = new Wire(page);
    this.#console = console;
  }

  /** Something on the screen by its name for tests. */
  at(name: string, within: Page | Locator = this.page): Locator {
    return within.locator(`[data-test="${name}"]`);
  }

  async signIn(name: string, password = PASSWORD): Promise<void> {
    await this.page.goto(this.#console);
    await this.at('sign-in-name').fill(name);
    await this.at('sign-in-password').fill(password);
    await this.at('sign-in-submit').click();
    await shown(this.at('availability'));
  }

  /** Goes to a page of the console. */
  async goto(path: string): Promise<void> {
    await this.page.goto(new URL(path, this.#console).href);
  }

  async choose(availability: 'available' | 'busy' | 'finishing' | 'away'): Promise<void> {
    await this.at('availability').click();
    await this.at(`availability-${availability}`).click();
    await this.is(availability);
  }

  /** Waits until the console says an availability. */
  async is(availability: string): Promise<void> {
    await shown(this.page.locator(`[data-test="availability"][data-value="${availability}"]`));
  }

  /** The conversation on the screen; one of several by its visitor. */
  conversation(nickname?: string): Locator {
    const all = this.at('conversation');
    return nickname === undefined ? all : all.filter({ has: this.page.locator('.head-name', { hasText: nickname }) });
  }

  /** The lines of the conversation: what each is, from whom, and its text. */
  lines(): Promise<Line[]> {
    return this.page.locator('[data-test="log"] > *').evaluateAll((nodes) =>
      nodes
        .map((node) => ({
          what: (node as HTMLElement).dataset['test'] ?? '',
          from: (node as HTMLElement).dataset['from'] ?? null,
          text: node.querySelector('.line-text')?.textContent ?? '',
        }))
        .filter((line) => line.what !== 'happening'),
    );
  }

  /** The texts of what the visitor sees too, in order. */
  async texts(): Promise<string[]> {
    return (await this.lines()).filter((line) => line.what === 'message').map((line) => line.text);
  }

  /** The mark under the last message of this worker. */
  mark(): Promise<string | null> {
    return this.at('mark').last().getAttribute('data-mark');
  }

  /** Who is in the conversation: name and seat, and who is away. */
  roster(): Promise<string[]> {
    return this.page.locator('[data-test="roster"] > li').evaluateAll((nodes) =>
      nodes.map((node) => {
        const { seat, here } = (node as HTMLElement).dataset;
        const name = node.querySelectorAll('span')[1]?.firstChild?.textContent ?? '';
        return `${name} ${seat}${here === 'yes' ? '' : ' away'}`;
      }),
    );
  }

  /** The seat of this worker in the conversation: the box to write in follows it. */
  async isLead(): Promise<boolean> {
    await shown(this.at('composer'));
    return (await this.at('message-box').count()) > 0 && (await this.at('step-in').count()) === 0;
  }

  /** Writes to the visitor and presses Enter, which says why if it may not be sent. */
  async say(text: string): Promise<void> {
    await this.at('message-box').fill(text);
    await this.at('message-box').press('Enter');
  }

  async aside(text: string): Promise<void> {
    await this.at('aside-box').fill(text);
    await this.at('send-aside').click();
  }

  async suggest(text: string): Promise<void> {
    await this.at('suggestion-box').fill(text);
    await this.at('send-suggestion').click();
  }

  /** Waits for how the conversation stands under the pairing rules. */
  async standing(kind: string): Promise<void> {
    await shown(this.page.locator('[data-test="conversation"]'));
    await until(() => this.at('standing').getAttribute('data-standing')).toBe(kind);
  }

  async loseNetwork(): Promise<void> {
    await this.context.setOffline(true);
    this.network.cut();
  }

  async findNetwork(): Promise<void> {
    this.network.mend();
    await this.context.setOffline(false);
  }

  /** Asks the API as the console does: from its own page, with its cookie and origin. */
  async api<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.page.evaluate(
      async ([method, path, body]) => {
        const init = body === null ? {} : { body, headers: { 'content-type': 'application/json' } };
        const response = await fetch(path, { method, ...init });
        return { status: response.status, text: await response.text() };
      },
      [method, `/api/v1/${path}`, body === undefined ? null : JSON.stringify(body)] as const,
    );
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return (answer.text === '' ? undefined : JSON.parse(answer.text)) as T;
  }
}
