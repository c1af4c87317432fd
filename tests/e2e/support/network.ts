import { connect, createServer, type Server, type Socket } from 'node:net';

/** SOCKS5 (RFC 1928): the few numbers that a browser's requests need. */
const VERSION = 5;
const NO_SIGN_IN = 0;
const CONNECT = 1;
const NAME = 3;
const V4 = 1;
const DONE = 0;
const UNREACHABLE = 4;
const GREETING_BYTES_MIN = 3;
const HEAD_BYTES = 4;

/**
 * One person's way to the network, which a test can cut and mend.
 *
 * A browser's own "offline" leaves open sockets alone; here every byte goes through, so a cut is a cut. It also knows
 * every address that the browser ever asked for, which no page can hide.
 */
export class Network {
  /** Every `host:port` that was asked for, whether it was reached or not. */
  readonly asked = new Set<string>();
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #isCut = false;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** A network of its own, on a free port. */
  static async open(): Promise<Network> {
    const server = createServer();
    const network = new Network(server);
    server.on('connection', (socket) => network.#take(socket));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return network;
  }

  /** What a browser context is told. Chromium leaves this machine's own names out unless it is told not to. */
  get proxy(): { server: string; bypass: string } {
    const address = this.#server.address();
    if (address === null || typeof address === 'string') throw new Error('the network is closed');
    return { server: `socks5://127.0.0.1:${address.port}`, bypass: '<-loopback>' };
  }

  /** Breaks every connection, and lets none through until it is mended. */
  cut(): void {
    this.#isCut = true;
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** Lets connections through again. */
  mend(): void {
    this.#isCut = false;
  }

  /** Cuts and gives the port back. */
  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #take(socket: Socket): void {
    this.#hold(socket);
    if (this.#isCut) {
      socket.resetAndDestroy();
      return;
    }
    let held = Buffer.alloc(0);
    let isGreeted = false;
    const read = (chunk: Buffer) => {
      held = Buffer.concat([held, chunk]);
      if (!isGreeted) {
        const methods = held[1] ?? 0;
        if (held.length < GREETING_BYTES_MIN || held.length < 2 + methods) return;
        held = held.subarray(2 + methods);
        isGreeted = true;
        socket.write(Buffer.from([VERSION, NO_SIGN_IN]));
      }
      const wanted = destination(held);
      if (wanted === null) return;
      socket.off('data', read);
      this.#join(socket, wanted, held.subarray(wanted.bytes));
    };
    socket.on('data', read);
  }

  #join(socket: Socket, { host, port }: Destination, early: Buffer): void {
    this.asked.add(`${host}:${port}`);
    const answer = (code: number) => socket.write(Buffer.from([VERSION, code, 0, V4, 0, 0, 0, 0, 0, 0]));
    if (!isHere(host)) {
      answer(UNREACHABLE);
      socket.end();
      return;
    }
    const out = connect(port, '127.0.0.1');
    this.#hold(out);
    out.once('connect', () => {
      answer(DONE);
      if (early.length > 0) out.write(early);
      socket.pipe(out).pipe(socket);
    });
    out.once('close', () => socket.destroy());
    socket.once('close', () => out.destroy());
  }

  #hold(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => this.#sockets.delete(socket));
  }
}

type Destination = { host: string; port: number; bytes: number };

/** Where a request wants to go; null while it is not all there. */
function destination(held: Buffer): Destination | null {
  const [, command, , kind, size] = held;
  if (held.length <= HEAD_BYTES || size === undefined) return null;
  if (command !== CONNECT) throw new Error(`a browser asked SOCKS for command ${command}`);
  const from = kind === NAME ? HEAD_BYTES + 1 : HEAD_BYTES;
  const length = kind === NAME ? size : kind === V4 ? 4 : 16;
  const bytes = from + length + 2;
  if (held.length < bytes) return null;
  const host = held.subarray(from, from + length);
  return {
    host: kind === NAME ? host.toString('ascii') : [...host].join('.'),
    port: held.readUInt16BE(from + length),
    bytes,
  };
}

function isHere(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host.endsWith('.example');
}
