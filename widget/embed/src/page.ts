// The plain chat page: the same panel, over the whole page, for links, flyers and in-app browsers.

import './base.css';
import './tokens.css';
import { applyLook, type Host, readApp, readSite } from './host.ts';
import { chooseLanguage } from './languages.ts';
import { ownNavigation } from './tab.ts';

const site = readSite();
const query = new URLSearchParams(location.search);
const root = document.documentElement;
const language = chooseLanguage([query.get('lang'), ...navigator.languages, ...site.languages]);
root.dataset['full'] = 'true';
root.dataset['page'] = 'true';
root.lang = language;
applyLook(site, query.get('theme'));

// What can be seen above an on-screen keyboard; zoomed in by two fingers it is no measure.
const seen = visualViewport;
const measure = () => {
  if (seen === null || seen.scale > 1.05) root.style.removeProperty('--seen');
  else root.style.setProperty('--seen', `${seen.height}px`);
};
seen?.addEventListener('resize', measure);
measure();

const host: Host = {
  kind: 'page',
  site,
  language,
  navigation: ownNavigation(),
  minimise: () => {},
  unread: () => {},
  availability: () => {},
  moment: () => {},
  exit: (url) => location.replace(url),
};

const { open } = await import('./panel/main.tsx');
(await open(readApp(), host)).show();
