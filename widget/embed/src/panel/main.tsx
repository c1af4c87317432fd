// The panel: fetched when the visitor opens it, the same in the frame and on the plain page.

import { render } from 'preact';
import '../tokens.css';
import './panel.css';
import './talk.css';
import { applyLook, type Host, type Panel as RunningPanel } from '../host.ts';
import { chooseLanguage } from '../languages.ts';
import { applyAccent } from './accents.ts';
import { Neutral } from './Neutral.tsx';
import { Panel } from './Panel.tsx';
import { playTone } from './sound.ts';
import { createStore } from './store.ts';
import { loadWords } from './words.ts';

/** Puts the panel into `into` and starts it. */
export async function open(into: HTMLElement, host: Host): Promise<RunningPanel> {
  applyAccent(host.site.accent);
  const words = await loadWords(host.language);
  const empty = () => {
    render(null, into);
    into.replaceChildren();
  };
  const store = createStore(host, words, empty);
  store.onNews(playTone);
  const presses = new EventTarget();
  const draw = () => render(<Panel store={store} presses={presses} />, into);
  draw();
  addEventListener('pagehide', store.unload);
  // Brought back by the Back button, the page must not show what was on it.
  addEventListener('pageshow', (event) => {
    if (event.persisted) render(<Neutral words={store.state().words} />, into);
  });
  return {
    show: () => store.show(true),
    hide: () => store.show(false),
    shift: () => presses.dispatchEvent(new Event('shift')),
    forget: store.forget,
    set(wishes) {
      if (wishes.theme !== undefined) applyLook(host.site, wishes.theme);
      if (wishes.locale !== undefined) {
        store.actions.setLanguage(chooseLanguage([wishes.locale, store.state().words.language]));
      }
    },
  };
}
