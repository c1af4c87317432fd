import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Closed } from './Closed.tsx';
import { exitUrl } from './exit.ts';
import { Header } from './Header.tsx';
import { Intro } from './Intro.tsx';
import { type Key, NO_PRESSES, PRESSES, type Presses, pressKey, pressShift } from './leave.ts';
import { Name } from './Name.tsx';
import { Ended, Gone, Resume, Resuming, Stopped, Unreachable } from './Places.tsx';
import { Settings } from './Settings.tsx';
import { type Screen, screenFor } from './screen.ts';
import type { PanelStore } from './store.ts';
import { Talk } from './Talk.tsx';
import { StoreContext, useChanges } from './use.ts';
import { Waiting } from './Waiting.tsx';

/** The whole panel: the way out first, then header and screen. */
export function Panel({ store, presses }: { readonly store: PanelStore; readonly presses: EventTarget }) {
  const state = useChanges(store);
  const { words } = state;
  const [hasSettings, setSettings] = useState(false);
  const screen = screenFor(state);
  const body = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  useFocus(body, screen, state.isShown, store.host.kind === 'page');

  return (
    <StoreContext.Provider value={store}>
      <main class="panel" data-screen={screen} data-test="panel">
        <a
          class="first-way-out"
          href={exitUrl(store.host.site)}
          target="_top"
          rel="noreferrer"
          data-test="leave-link"
          onClick={(event) => {
            event.preventDefault();
            store.actions.leave();
          }}
        >
          {words.say('leave_link')}
        </a>
        <LeaveByShift store={store} presses={presses} />
        <Header hasSettings={hasSettings} onSettings={() => setSettings(!hasSettings)} opener={opener} />
        {hasSettings && (
          <Settings
            onClose={() => {
              setSettings(false);
              opener.current?.focus();
            }}
          />
        )}
        <div class="body" ref={body}>
          <Shown screen={screen} />
        </div>
      </main>
    </StoreContext.Provider>
  );
}

function Shown({ screen }: { readonly screen: Screen }) {
  switch (screen) {
    case 'intro':
      return <Intro />;
    case 'name':
      return <Name />;
    case 'waiting':
      return <Waiting />;
    case 'talk':
      return <Talk />;
    case 'closed':
      return <Closed />;
    case 'ended':
      return <Ended />;
    case 'gone':
      return <Gone />;
    case 'resume':
      return <Resume />;
    case 'resuming':
      return <Resuming />;
    case 'unreachable':
      return <Unreachable />;
    case 'stopped':
      return <Stopped />;
    default:
      return screen satisfies never;
  }
}

/**
 * Opening, and each new screen, moves the focus to its heading or composer; messages never do.
 *
 * A plain page that was just loaded keeps it at its beginning, where the first stop is the way out.
 */
function useFocus(body: { current: HTMLDivElement | null }, screen: Screen, isShown: boolean, isPage: boolean): void {
  const isFresh = useRef(isPage);
  useEffect(() => {
    if (!isShown) return;
    if (isFresh.current) {
      isFresh.current = false;
      return;
    }
    body.current?.querySelector<HTMLElement>('[data-focus]')?.focus({ preventScroll: true });
  }, [screen, isShown, body]);
}

/** Counts lone presses of Shift, here and on the host page, and says how many are missing. */
function LeaveByShift({ store, presses }: { readonly store: PanelStore; readonly presses: EventTarget }) {
  const { words } = store.state();
  const held = useRef<Presses>(NO_PRESSES);
  const [count, setCount] = useState(0);
  const take = useMemo(() => {
    let timer = 0;
    return (next: Presses) => {
      held.current = next;
      clearTimeout(timer);
      if (next.count >= PRESSES) return store.actions.leave();
      setCount(next.count);
      if (next.count > 0) timer = window.setTimeout(() => take(NO_PRESSES), next.until - performance.now());
    };
  }, [store]);
  useEffect(() => {
    const onKey = (type: Key['type']) => (event: KeyboardEvent) => {
      if (event.repeat || !store.state().isShown) return;
      const next = pressKey(held.current, { key: event.key, type }, performance.now());
      if (next.count !== held.current.count || next.until !== held.current.until) take(next);
      else held.current = next;
    };
    const down = onKey('down');
    const up = onKey('up');
    const outside = () => take(pressShift(held.current, performance.now()));
    addEventListener('keydown', down);
    addEventListener('keyup', up);
    presses.addEventListener('shift', outside);
    return () => {
      removeEventListener('keydown', down);
      removeEventListener('keyup', up);
      presses.removeEventListener('shift', outside);
    };
  }, [store, presses, take]);
  const told = count === 0 ? '' : words.count('leave_more', PRESSES - count);
  return (
    <p class={count === 0 ? 'countdown unseen' : 'countdown'} role="alert" data-test="leave-countdown">
      {told}
    </p>
  );
}
