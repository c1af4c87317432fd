// The panel's state and everything that changes it. No document here but for the ways out of it.

import {
  browserPorts,
  type ConnectionHealth,
  createLink,
  hasRoom,
  type Link,
  newVisitorSession,
  randomId,
  stepVisitor,
  unreadCount,
  type VisitorEffect,
  type VisitorInput,
  type VisitorSession,
  visitorDeadline,
  visitorHello,
} from '@netreach/client';
import type { DeskState, SiteTexts, VisitorFrame, VisitorServerFrame } from '@netreach/protocol';
import { type DeskWatch, watchDesk } from '../desk.ts';
import type { Host } from '../host.ts';
import { keptToken, resumeFor } from '../tab.ts';
import { exitUrl } from './exit.ts';
import { forgetToken, keepToken } from './keep.ts';
import { loadWords, type Words } from './words.ts';

/** How often a closed desk is looked at while the panel is open, in milliseconds. */
const CLOSED_LOOK_MS = 30_000;
/** A typing signal is sent again this often while the visitor goes on, in milliseconds; it holds for six seconds. */
const TYPING_AGAIN_MS = 4_000;

/** How long a new message may take to be seen before it counts as unread, in milliseconds. */
const UNREAD_SETTLES_MS = 150;

/** Everything that the screens show. */
export type PanelState = {
  readonly words: Words;
  readonly texts: SiteTexts | null;
  readonly textsFailed: boolean;
  readonly session: VisitorSession;
  readonly health: ConnectionHealth;
  /** Open or closed, from the socket while there is one. */
  readonly desk: DeskState;
  readonly asksToResume: boolean;
  readonly accepted: boolean;
  readonly nickname: string | null;
  readonly draft: string;
  readonly sound: boolean;
  readonly spelling: boolean;
  /** Whether the panel is on the screen. */
  readonly isShown: boolean;
};

/** What the visitor can do. */
export type PanelActions = {
  readonly accept: () => void;
  readonly back: () => void;
  readonly name: (nickname: string) => void;
  readonly start: () => void;
  readonly write: (text: string) => boolean;
  readonly draft: (text: string) => void;
  readonly retry: (id: string) => void;
  readonly discard: (id: string) => void;
  /** Messages up to this number are on the screen. */
  readonly seen: (seq: number) => void;
  readonly end: () => void;
  readonly resume: (wanted: boolean) => void;
  readonly again: () => void;
  readonly setLanguage: (language: string) => void;
  readonly setSound: (on: boolean) => void;
  readonly setSpelling: (on: boolean) => void;
  readonly reloadTexts: () => void;
  readonly minimise: () => void;
  readonly leave: () => void;
};

/** A store that screens subscribe to. */
export type PanelStore = {
  readonly host: Host;
  readonly state: () => PanelState;
  readonly subscribe: (changed: () => void) => () => void;
  readonly actions: PanelActions;
  readonly show: (isShown: boolean) => void;
  /** Ends what runs and forgets everything, token and all. */
  readonly forget: () => void;
  /** The page goes away: memory is wiped; a token that the tab may keep stays for a reload. */
  readonly unload: () => void;
  /** Where a sound is to be made. */
  readonly onNews: (ring: () => void) => void;
};

/** Makes the store. `empty` takes everything off the screen, at once. */
export function createStore(host: Host, words: Words, empty: () => void): PanelStore {
  const { site } = host;
  const kept = keptToken(site.site, Date.now());
  const resume = resumeFor(host.navigation, kept);
  const listeners = new Set<() => void>();
  const ports = browserPorts('/api/v1/visitor/socket');
  let link: Link<VisitorFrame> | null = null;
  let watch: DeskWatch | null = null;
  let ring = () => {};
  let cancelTick = () => {};
  let cancelUnread = () => {};
  let toldUnread = 0;
  let typedAt = Number.NEGATIVE_INFINITY;
  let state: PanelState = {
    words,
    texts: null,
    textsFailed: false,
    session: newVisitorSession(site.site, words.language, resume === 'silent' ? kept : null),
    health: 'idle',
    desk: site.state,
    asksToResume: resume === 'ask',
    accepted: false,
    nickname: null,
    draft: '',
    sound: false,
    spelling: false,
    isShown: false,
  };

  function set(change: Partial<PanelState>): void {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  }

  function dispatch(input: VisitorInput): void {
    const before = state.session;
    const step = stepVisitor(before, input, ports.now());
    const { session } = step;
    const desk = session.desk ?? state.desk;
    set({ session, desk });
    for (const effect of step.effects) act(effect);
    tellHost(before, session);
    keep(session);
    cancelTick();
    const deadline = visitorDeadline(session);
    cancelTick =
      deadline === null ? () => {} : ports.after(Math.max(0, deadline - ports.now()), () => dispatch({ kind: 'tick' }));
  }

  function act(effect: VisitorEffect): void {
    switch (effect.do) {
      case 'send':
        link?.send(effect.frame);
        break;
      case 'distrust':
        link?.distrust();
        break;
      case 'stop':
        hangUp();
        break;
      case 'news':
        if (state.sound) ring();
        break;
      default:
        effect satisfies never;
    }
  }

  /** Counts and moments for the host page: never a text, never a name. */
  function tellHost(before: VisitorSession, after: VisitorSession): void {
    const isRunning = (stage: VisitorSession['stage']) => stage === 'waiting' || stage === 'talking';
    if (isRunning(after.stage) && !isRunning(before.stage)) host.moment('conversation-start');
    if (!isRunning(after.stage) && isRunning(before.stage)) host.moment('conversation-end');
    if (before.desk !== after.desk && after.desk !== null) host.availability(after.desk);
    // What is read at once is never told as unread: the screen has its say first.
    cancelUnread();
    cancelUnread = ports.after(UNREAD_SETTLES_MS, tellUnread);
  }

  function tellUnread(): void {
    const { conversation, seen } = state.session;
    const unread = conversation === null ? 0 : unreadCount(conversation, 'visitor', seen);
    if (unread === toldUnread) return;
    toldUnread = unread;
    host.unread(unread);
  }

  /** The tab keeps the token once the visitor has written, if the desk allows it; and forgets it with the rest. */
  function keep(session: VisitorSession): void {
    if (session.token === null) {
      if (!state.asksToResume) forgetToken();
    } else if (session.hasWritten && site.token_stored) {
      keepToken(site.site, session.token, Date.now());
    }
  }

  function connect(): void {
    if (link !== null) return;
    stopWatching();
    link = createLink<VisitorFrame, VisitorServerFrame>(ports, {
      hello: () => visitorHello(state.session),
      onFrame: (frame) => dispatch({ kind: 'frame', frame }),
      onLost: () => dispatch({ kind: 'lost' }),
      onHealth: (health) => set({ health }),
    });
    link.start();
  }

  function hangUp(): void {
    link?.stop();
    link = null;
    set({ health: 'idle' });
    look();
  }

  /** While no socket tells whether the desk is open, ask now and then. */
  function look(): void {
    if (watch !== null || link !== null || !state.isShown) return;
    watch = watchDesk({ ...site, state: state.desk }, CLOSED_LOOK_MS, (desk) => {
      host.availability(desk);
      if (desk !== null) set({ desk });
    });
  }

  function stopWatching(): void {
    watch?.stop();
    watch = null;
  }

  /** Tells the server that the visitor is gone. Fire and forget: it works while the page goes away. */
  function beacon(token: string | null): void {
    if (token !== null) navigator.sendBeacon('/api/v1/visitor/end', token);
  }

  async function loadTexts(): Promise<void> {
    const { language } = state.words;
    set({ textsFailed: false });
    try {
      const address = `/api/v1/sites/${encodeURIComponent(site.site)}/texts?language=${encodeURIComponent(language)}`;
      const answer = await fetch(address, { credentials: 'omit', cache: 'no-store' });
      if (!answer.ok) throw new Error(String(answer.status));
      const texts = (await answer.json()) as SiteTexts;
      if (language === state.words.language) set({ texts });
    } catch {
      if (language === state.words.language && state.texts === null) set({ textsFailed: true });
    }
  }

  function fresh(change: Partial<PanelState> = {}): void {
    const session = newVisitorSession(site.site, state.words.language, null);
    set({ session, accepted: false, nickname: null, draft: '', asksToResume: false, ...change });
  }

  function forget(): void {
    const { token } = state.session;
    const unused = state.asksToResume ? kept : null;
    link?.stop();
    link = null;
    cancelTick();
    stopWatching();
    forgetToken();
    beacon(token ?? unused);
    const wasRunning = token !== null;
    fresh({ health: 'idle' });
    tellUnread();
    if (wasRunning) host.moment('conversation-end');
  }

  const actions: PanelActions = {
    accept() {
      set({ accepted: true });
      connect();
    },
    back() {
      set({ accepted: false });
      hangUp();
    },
    name: (nickname) => set({ nickname }),
    start() {
      const nickname = (state.nickname ?? '').trim();
      dispatch({ kind: 'start', key: randomId(), nickname: nickname === '' ? null : nickname });
    },
    write(text) {
      if (!hasRoom(state.session.outbox)) return false;
      typedAt = Number.NEGATIVE_INFINITY;
      set({ draft: '' });
      dispatch({ kind: 'typing', on: false });
      dispatch({ kind: 'write', id: randomId(), text, at: Date.now() });
      return true;
    },
    draft(text) {
      set({ draft: text });
      const now = ports.now();
      if (text.trim() === '') {
        if (Number.isFinite(typedAt)) dispatch({ kind: 'typing', on: false });
        typedAt = Number.NEGATIVE_INFINITY;
      } else if (now - typedAt >= TYPING_AGAIN_MS) {
        typedAt = now;
        dispatch({ kind: 'typing', on: true });
      }
    },
    retry: (id) => dispatch({ kind: 'retry', id }),
    discard: (id) => dispatch({ kind: 'discard', id }),
    seen(seq) {
      if (seq > state.session.seen) dispatch({ kind: 'seen', seq });
    },
    end() {
      const { token } = state.session;
      dispatch({ kind: 'end' });
      set({ draft: '' });
      beacon(token);
    },
    resume(wanted) {
      if (!wanted) {
        forget();
        look();
        return;
      }
      set({ asksToResume: false, session: newVisitorSession(site.site, state.words.language, kept) });
      connect();
    },
    again() {
      fresh();
      look();
    },
    async setLanguage(language) {
      const next = await loadWords(language);
      document.documentElement.lang = language;
      set({ words: next });
      dispatch({ kind: 'language', language });
      void loadTexts();
    },
    setSound(on) {
      set({ sound: on });
      if (on) ring();
    },
    setSpelling: (on) => set({ spelling: on }),
    reloadTexts: () => void loadTexts(),
    minimise: host.minimise,
    leave() {
      // The order matters: nothing to see, nothing to remember, tell the server, go.
      empty();
      forget();
      host.exit(exitUrl(site));
    },
  };

  void loadTexts();
  if (resume === 'silent') connect();
  return {
    host,
    state: () => state,
    subscribe(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    actions,
    show(isShown) {
      set({ isShown });
      if (isShown) look();
      else stopWatching();
    },
    forget() {
      forget();
      look();
    },
    unload() {
      const { token, hasWritten } = state.session;
      link?.stop();
      link = null;
      cancelTick();
      cancelUnread();
      stopWatching();
      empty();
      const mayComeBack = token !== null && hasWritten && site.token_stored && keepToken(site.site, token, Date.now());
      // Nobody shall write to a visitor who cannot come back.
      if (!mayComeBack) beacon(token);
      state = { ...state, session: newVisitorSession(site.site, state.words.language, null), draft: '' };
    },
    onNews(call) {
      ring = call;
    },
  };
}
