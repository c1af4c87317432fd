import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The password of everybody in a demo that a test starts. */
export const PASSWORD = 'four plain words together';

/** Longest time until a demo is ready, in milliseconds: a debug build makes its database and hashes passwords. */
const READY_WITHIN_MS = 40_000;
/** Longest time for a stop in order, in milliseconds; then it is ended by force. */
const STOP_WITHIN_MS = 15_000;

/** What a demo prints when it is ready. */
export type Ready = {
  /** The origin of the chat server. */
  chat: string;
  /** The address of the console. */
  console: string;
  /** The origin of the invented websites. */
  websites: string;
  /** Each project's website, the same chat on a page of its own, and the site's public key. */
  sites: { key: string; project: string; town: string; website: string; page: string }[];
  people: { sign_in: string; screen_name: string; project: string; roles: string[]; languages: string[] }[];
};

/** A demo that runs: the chat server, and two invented websites on another origin. */
export class Demo {
  readonly #folder: string;
  readonly #ports: readonly [number, number];
  #child: ChildProcess | null = null;
  #ready: Ready | null = null;
  #log = '';

  private constructor(folder: string, ports: readonly [number, number]) {
    this.#folder = folder;
    this.#ports = ports;
  }

  /** Starts one in an empty folder on free ports. */
  static async start(): Promise<Demo> {
    const folder = await mkdtemp(join(tmpdir(), 'netreach-e2e-'));
    const demo = new Demo(folder, [await freePort(), await freePort()]);
    process.once('exit', () => demo.#abandon());
    await demo.up();
    return demo;
  }

  /** What it printed. */
  get ready(): Ready {
    if (this.#ready === null) throw new Error('the demo is not up');
    return this.#ready;
  }

  /** The website that most tests visit. */
  get website(): string {
    return this.#site.website;
  }

  /** The chat on a page of its own. */
  get page(): string {
    return this.#site.page;
  }

  /** The public key of that site. */
  get siteKey(): string {
    return this.#site.key;
  }

  get #site(): Ready['sites'][number] {
    const [first] = this.ready.sites;
    if (first === undefined) throw new Error('the demo has no site');
    return first;
  }

  /** Everything that it logged so far. */
  get log(): string {
    return this.#log;
  }

  /** Its data. */
  get folder(): string {
    return this.#folder;
  }

  /** Starts it, on the same data and ports as before. */
  async up(): Promise<void> {
    const [port, hostPort] = this.#ports;
    const child = spawn(
      executable(),
      [
        'demo',
        '--json',
        ...['--port', String(port), '--host-port', String(hostPort)],
        ...['--fixed-password', PASSWORD, '--data', this.#folder],
      ],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NETREACH__LIMITS__SIGN_INS_BURST: '60' } },
    );
    this.#child = child;
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#log += text;
    });
    this.#ready = await readReady(child, () => this.#log);
  }

  /** Asks it to stop, and waits until it has. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  /** Ends it without a word, as a crash does. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Lets it stand still: sockets stay open and nothing is answered, as on a machine that hangs. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  /** Lets it go on. */
  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  /** Stops it for good and deletes its data. */
  async close(): Promise<void> {
    await this.stop();
    this.#abandon();
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const force = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
    child.kill(signal);
    await ended;
    clearTimeout(force);
    this.#child = null;
  }

  #abandon(): void {
    this.#child?.kill('SIGKILL');
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** The executable: the one that the test run built, or the newest that stands in the target folder. */
function executable(): string {
  const named = process.env['NETREACH_BIN'];
  const target = join(import.meta.dirname, '../../../target');
  const found = [named, join(target, 'quick/netreach'), join(target, 'debug/netreach')].find(
    (path) => path !== undefined && existsSync(path),
  );
  if (found === undefined) throw new Error('there is no netreach executable: run `cargo build -p netreach` first');
  return found;
}

/** A port that nobody listens on. Between this and its use somebody else could take it; then the start fails. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject()));
    });
  });
}

/** Reads the one line that says that it is ready. */
function readReady(child: ChildProcess, log: () => string): Promise<Ready> {
  return new Promise((resolve, reject) => {
    let told = '';
    const fail = (why: string) => reject(new Error(`${why}; its log:\n${log()}`));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail('the demo did not get ready');
    }, READY_WITHIN_MS);
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code, signal) => {
      clearTimeout(timer);
      fail(`the demo ended with ${code ?? signal}`);
    });
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      told += text;
      const [line, rest] = told.split('\n');
      if (line === undefined || rest === undefined) return;
      clearTimeout(timer);
      resolve(JSON.parse(line) as Ready);
    });
  });
}
