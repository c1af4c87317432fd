// SPDX-License-Identifier: MIT
//
// The one script that a project puts on its page:
//
//   <script src="https://HOST/netreach.js" data-site="KEY" async></script>
//
// optional: data-locale="ro", data-position="left", data-theme="dark", data-open, data-launcher="none".
//
// It makes one sandboxed frame and talks with it about size, unread count, availability and leaving; never about what
// is written. It reads nothing of the page, stores nothing and sets styles only by property, so it runs under a strict
// `style-src`. If the frame does not answer, it is taken away again.
//
// API, on the one global `netreach`. Calls made before the script is there are queued:
//
//   (window.netreach = window.netreach || []).push(['on', 'unread', (count) => …], ['open']);
//
// afterwards `netreach.open()`, `netreach('open')` and `netreach.push(['open'])` are the same.
// Methods: open close toggle show hide destroy on off unread availability set forget.
// Events: ready open close unread availability conversation-start conversation-end error. Their payload is nothing, a
// number or the desk's state: no text, no names.

import type { FrameWord, LoaderWord } from './words.ts';

type Call = [string, ...unknown[]];
type Listener = (value?: unknown) => void;

(() => {
  const w = window as unknown as { netreach?: { push?: unknown; q?: ArrayLike<unknown>[]; ready?: 1 } };
  const d = document;
  const script = d.currentScript as HTMLScriptElement | null;
  const site = script?.dataset['site'];
  const earlier = w.netreach;
  if (!script || !site || earlier?.ready) return;
  const { dataset } = script;
  const { origin } = new URL(script.src);
  const root = d.documentElement;
  const listeners: Record<string, Set<Listener>> = {};
  const frame = d.createElement('iframe');
  const style = frame.style;
  let port: MessagePort | undefined;
  let size: Extract<FrameWord, { is: 'size' }> | undefined;
  let unread = 0;
  let availability: unknown = null;
  let isShown = true;
  let isGone = false;
  let overflow: string | undefined;
  let wasFull = false;
  let isLone = false;
  const waiting: LoaderWord[] = [];

  const emit = (name: string, value?: unknown) => {
    for (const listener of listeners[name] || []) {
      try {
        listener(value);
      } catch (error) {
        setTimeout(() => {
          throw error;
        });
      }
    }
  };
  const say = (word: LoaderWord) => {
    if (port) port.postMessage(word);
    else waiting.push(word);
  };
  const put = (properties: Record<string, string>) => {
    for (const name in properties) style.setProperty(name, properties[name] as string, 'important');
  };

  // Full screen on small screens, above the on-screen keyboard: the visual viewport is what can be seen.
  const place = () => {
    const open = size?.open;
    const full = !!open && (innerWidth < 520 || innerHeight < 480);
    // Zoomed in by two fingers, the visual viewport is a window on the page and no measure of it.
    const seen = visualViewport && visualViewport.scale < 1.05 ? visualViewport : null;
    const px = (value: number | undefined, max: number) => `${Math.min(Math.max(Math.ceil(value || 0), 0), max)}px`;
    put({ visibility: size && (open || isShown) ? 'visible' : 'hidden' });
    put({ 'pointer-events': size && (open || isShown) ? 'auto' : 'none' });
    put(
      full
        ? {
            inset: 'auto',
            top: `${seen?.offsetTop || 0}px`,
            left: '0',
            width: '100%',
            height: seen ? `${seen.height}px` : '100%',
            'max-width': 'none',
            'max-height': 'none',
          }
        : {
            inset: size?.side === 'left' ? 'auto auto 0 0' : 'auto 0 0 auto',
            width: px(size?.width, 480),
            height: px(size?.height, 760),
            'max-width': '100%',
            'max-height': '100%',
          },
    );
    if (full !== wasFull) {
      wasFull = full;
      say({ do: 'full', on: full });
    }
    if (full) {
      overflow ??= root.style.overflow;
      root.style.overflow = 'hidden';
    } else if (overflow !== undefined) {
      root.style.overflow = overflow;
      overflow = undefined;
    }
  };

  // Keys are heard by the focused document only: a lone Shift on this page counts like one in the panel.
  const onKey = ({ key, type }: KeyboardEvent) => {
    const isShift = key === 'Shift';
    if (type === 'keydown') isLone = isShift;
    else if (isShift && isLone && size?.open) say({ do: 'shift' });
  };

  const destroy = () => {
    if (isGone) return;
    isGone = true;
    clearTimeout(timer);
    size = undefined;
    place();
    frame.remove();
    port?.close();
    removeEventListener('resize', place);
    removeEventListener('keydown', onKey);
    removeEventListener('keyup', onKey);
    visualViewport?.removeEventListener('resize', place);
    visualViewport?.removeEventListener('scroll', place);
  };
  const fail = () => {
    destroy();
    emit('error');
  };

  const leave = (url: string) => {
    if (!/^https?:\/\//.test(url)) return;
    root.style.setProperty('display', 'none', 'important');
    d.title = '\u200b';
    location.replace(url);
  };

  const hear = ({ data }: MessageEvent<FrameWord>) => {
    switch (data.is) {
      case 'size':
        if (!size) {
          clearTimeout(timer);
          setTimeout(emit, 0, 'ready');
        }
        if (size && data.open !== size.open) setTimeout(emit, 0, data.open ? 'open' : 'close');
        if (data.open && !size?.open) frame.focus();
        size = data;
        place();
        break;
      case 'unread':
        unread = data.count;
        emit('unread', unread);
        break;
      case 'availability':
        availability = data.state;
        emit('availability', availability);
        break;
      case 'event':
        emit(data.name);
        break;
      case 'exit':
        leave(data.url);
    }
  };

  frame.title = 'Chat';
  frame.setAttribute(
    'sandbox',
    'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation',
  );
  frame.referrerPolicy = 'no-referrer';
  frame.allow = '';
  const query = new URLSearchParams();
  for (const name of ['locale', 'position', 'theme', 'launcher']) {
    const value = dataset[name];
    if (value) query.set(name === 'locale' ? 'lang' : name, value);
  }
  frame.src = `${origin}/embed/${encodeURIComponent(site)}?${query}`;
  put({
    position: 'fixed',
    border: '0',
    margin: '0',
    padding: '0',
    'z-index': '2147483000',
    'color-scheme': 'light',
    background: 'transparent',
    visibility: 'hidden',
    'pointer-events': 'none',
    width: '320px',
    height: '96px',
    inset: 'auto 0 0 auto',
  });
  // Each load of the frame gets a port of its own; only a document of exactly our origin can receive it.
  frame.onload = () => {
    const channel = new MessageChannel();
    port?.close();
    port = channel.port1;
    port.onmessage = hear;
    const [visit] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    frame.contentWindow?.postMessage({ netreach: 1, navigation: visit?.type }, origin, [channel.port2]);
    for (const word of waiting.splice(0)) say(word);
  };
  frame.onerror = fail;
  const timer = setTimeout(fail, 12_000);
  addEventListener('resize', place);
  addEventListener('keydown', onKey);
  addEventListener('keyup', onKey);
  visualViewport?.addEventListener('resize', place);
  visualViewport?.addEventListener('scroll', place);
  if (dataset['open'] !== undefined) say({ do: 'open' });

  const methods: Record<string, (...args: never[]) => unknown> = {
    open: () => say({ do: 'open' }),
    close: () => say({ do: 'close' }),
    toggle: () => say({ do: size?.open ? 'close' : 'open' }),
    show() {
      isShown = true;
      place();
    },
    hide() {
      isShown = false;
      place();
    },
    destroy,
    on(name: string, listener: Listener) {
      listeners[name] ??= new Set();
      listeners[name].add(listener);
    },
    off: (name: string, listener: Listener) => listeners[name]?.delete(listener),
    unread: () => unread,
    availability: () => availability,
    set: (values: { locale?: string; theme?: string; position?: string }) => say({ do: 'set', values }),
    forget: () => say({ do: 'forget' }),
  };
  const call = (name: string, ...args: unknown[]) => methods[name]?.(...(args as never[]));
  const api = Object.assign(call, methods, {
    ready: 1 as const,
    push: (...calls: Call[]) => {
      for (const each of calls) call(...each);
    },
  });
  w.netreach = api;
  // A queue may be an array of calls or a function that gathers its arguments in `q`.
  for (const each of Array.from((Array.isArray(earlier) ? earlier : earlier?.q) || [])) {
    call(...(Array.from(each as ArrayLike<unknown>) as Call));
  }
  (d.body || root).append(frame);
})();
