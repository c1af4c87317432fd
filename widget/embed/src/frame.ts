// The first frame: a launcher that says whether somebody is here. It opens no socket and stores nothing; the panel is
// fetched when the visitor opens it.

import './base.css';
import './frame.css';
import type { DeskState } from '@netreach/protocol';
import { LOOK_EVERY_MS, watchDesk } from './desk.ts';
import { applyLook, type Host, type Panel, readApp, readSite } from './host.ts';
import { chooseLanguage } from './languages.ts';
import { createLauncher } from './launcher.ts';
import { keptToken, ownNavigation, resumeFor } from './tab.ts';
import type { FrameWord, Handshake, LoaderWord, Wishes } from './words.ts';

/** The frame's size while the panel is open on a large screen; the loader keeps it within the window. */
const OPEN = { width: 424, height: 720 };

const app = readApp();
const site = readSite();
const query = new URLSearchParams(location.search);
let language = chooseLanguage([query.get('lang'), ...navigator.languages, ...site.languages]);
let side = query.get('position') === 'left' || (!query.has('position') && site.position === 'left') ? 'left' : 'right';
const hasLauncher = query.get('launcher') !== 'none';
let port: MessagePort | undefined;
let navigation = ownNavigation();
let isOpen = false;
let panel: Promise<Panel> | undefined;
let state: DeskState | null = site.state;
let unread = 0;
let watch = watchDesk(site, LOOK_EVERY_MS, tellState);

document.documentElement.lang = language;
applyLook(site, query.get('theme'));
const launcher = createLauncher(site.site, open);
const room = document.createElement('div');
room.className = 'room';
room.hidden = true;
app.append(launcher.element, room);
launcher.show(language, state, unread).then(resize, () => {});
addEventListener('message', meet);

/** The loader's handshake: from our parent only, once, with a port. */
function meet(event: MessageEvent<Handshake | undefined>): void {
  const [given] = event.ports;
  if (event.source !== parent || event.data?.netreach !== 1 || given === undefined || port !== undefined) return;
  removeEventListener('message', meet);
  port = given;
  navigation = event.data.navigation ?? navigation;
  port.onmessage = (word: MessageEvent<LoaderWord>) => hear(word.data);
  say({ is: 'availability', state });
  resize();
  if (resumeFor(navigation, keptToken(site.site, Date.now())) === 'silent') open();
}

function say(word: FrameWord): void {
  port?.postMessage(word);
}

function hear(word: LoaderWord): void {
  switch (word.do) {
    case 'open':
      open();
      break;
    case 'close':
      close();
      break;
    case 'full':
      document.documentElement.dataset['full'] = String(word.on);
      break;
    case 'shift':
      ifPanel((it) => it.shift());
      break;
    case 'forget':
      ifPanel((it) => it.forget());
      break;
    case 'set':
      set(word.values);
      break;
    default:
      word satisfies never;
  }
}

function set(wishes: Wishes): void {
  if (wishes.locale !== undefined) language = chooseLanguage([wishes.locale, language]);
  if (wishes.theme !== undefined) applyLook(site, wishes.theme);
  if (wishes.position !== undefined) side = wishes.position === 'left' ? 'left' : 'right';
  document.documentElement.lang = language;
  ifPanel((it) => it.set(wishes));
  refresh();
}

function ifPanel(call: (panel: Panel) => void): void {
  void panel?.then(call, () => {});
}

function open(): void {
  if (isOpen) return;
  isOpen = true;
  document.documentElement.dataset['open'] = 'true';
  launcher.element.hidden = true;
  room.hidden = false;
  resize();
  panel ??= import('./panel/main.tsx').then((module) => module.open(room, host()));
  panel.then(
    (it) => {
      if (isOpen) it.show();
    },
    () => {
      // The panel's own files did not come: say so at the launcher, where the plain page is offered.
      panel = undefined;
      close();
      tellState(null);
      say({ is: 'event', name: 'error' });
    },
  );
  watch.stop();
}

function close(): void {
  if (!isOpen) return;
  isOpen = false;
  delete document.documentElement.dataset['open'];
  room.hidden = true;
  launcher.element.hidden = false;
  ifPanel((it) => it.hide());
  watch = watchDesk(site, LOOK_EVERY_MS, tellState);
  refresh();
  launcher.focus();
}

function tellState(next: DeskState | null): void {
  state = next;
  say({ is: 'availability', state });
  refresh();
}

function refresh(): void {
  launcher.show(language, state, unread).then(resize, () => {});
}

function resize(): void {
  const small = launcher.element.getBoundingClientRect();
  const size = isOpen ? OPEN : hasLauncher ? small : { width: 0, height: 0 };
  document.documentElement.dataset['side'] = side;
  say({ is: 'size', open: isOpen, side: side === 'left' ? 'left' : 'right', width: size.width, height: size.height });
}

function host(): Host {
  return {
    kind: 'frame',
    site,
    language,
    navigation,
    minimise: close,
    unread(count) {
      unread = count;
      say({ is: 'unread', count });
      refresh();
    },
    availability: tellState,
    moment: (name) => say({ is: 'event', name }),
    exit(url) {
      say({ is: 'exit', url });
      // Without a loader that answers, the key press or the click allows this frame to move the top page itself.
      const self = () => {
        try {
          (top ?? window).location.replace(url);
        } catch {
          location.replace(url);
        }
      };
      if (port === undefined) self();
      else setTimeout(self, 800);
    },
  };
}

// Unload of the host page on the way out leaves nothing to see behind it.
addEventListener('pagehide', () => {
  watch.stop();
});
addEventListener('pageshow', (event) => {
  if (event.persisted && !isOpen) watch = watchDesk(site, LOOK_EVERY_MS, tellState);
});
