import type { Page } from 'playwright-core';

/** Everything that went over the sockets of a page and its frames, as text. */
export class Wire {
  readonly #came: string[] = [];
  readonly #went: string[] = [];
  #sockets = 0;

  constructor(page: Page) {
    page.on('websocket', (socket) => {
      this.#sockets += 1;
      socket.on('framereceived', ({ payload }) => this.#came.push(payload.toString()));
      socket.on('framesent', ({ payload }) => this.#went.push(payload.toString()));
    });
  }

  /** How many sockets were ever opened. */
  get sockets(): number {
    return this.#sockets;
  }

  /** What came in, whole. */
  get received(): string {
    return this.#came.join('\n');
  }

  /** What went out, whole. */
  get sent(): string {
    return this.#went.join('\n');
  }

  /** The frames of one type that came in. */
  frames(type: string): Record<string, unknown>[] {
    return this.#came
      .map((text) => JSON.parse(text) as Record<string, unknown>)
      .filter((frame) => frame['type'] === type);
  }
}
