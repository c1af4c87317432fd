// What the panel asks of the page that it stands in: the frame of a host page, or the plain chat page.

import type { DeskState, SitePublic } from '@netreach/protocol';
import { accentColours } from './accent.ts';
import type { Moment, Wishes } from './words.ts';

/** Where "leave now" goes when a site names no place: a page that suits anybody, the same for everybody. */
const EXIT_URL = 'https://www.bbc.co.uk/weather';

/** The surroundings of a panel. */
export type Host = {
  readonly kind: 'frame' | 'page';
  readonly site: SitePublic;
  readonly language: string;
  /** How the page was come to: `reload`, `navigate`, `back_forward`. */
  readonly navigation: string | undefined;
  /** Back to the launcher. */
  readonly minimise: () => void;
  readonly unread: (count: number) => void;
  readonly availability: (state: DeskState | null) => void;
  readonly moment: (name: Moment) => void;
  /** Replaces the whole page. */
  readonly exit: (url: string) => void;
};

/** A panel that runs. */
export type Panel = {
  readonly show: () => void;
  readonly hide: () => void;
  /** A lone Shift was pressed outside of the panel. */
  readonly shift: () => void;
  /** Ends the conversation and forgets everything. */
  readonly forget: () => void;
  readonly set: (wishes: Wishes) => void;
};

/** The site that the server wrote into this document. */
export function readSite(): SitePublic {
  return JSON.parse(document.getElementById('site')?.textContent ?? '{}') as SitePublic;
}

/** The element that everything stands in. */
export function readApp(): HTMLElement {
  return document.getElementById('app') ?? document.body;
}

/** Where "leave now" goes. */
export function exitUrl(site: SitePublic): string {
  return site.exit_url !== null && /^https?:\/\//.test(site.exit_url) ? site.exit_url : EXIT_URL;
}

/** Sets colours and theme. By property, never by a style attribute: the policy allows no inline style. */
export function applyLook(site: SitePublic, theme: string | null | undefined): void {
  const root = document.documentElement;
  root.dataset['theme'] = theme && ['light', 'dark', 'auto'].includes(theme) ? theme : site.theme;
  const colours = accentColours(site.accent);
  // The widget's own teal has a hand-picked partner in the dark theme.
  if (colours === null || site.accent.toLowerCase() === '#0f6b66') return;
  for (const [name, accent] of Object.entries(colours)) {
    root.style.setProperty(`--${name}-accent`, accent.fill);
    root.style.setProperty(`--${name}-on-accent`, accent.on);
    root.style.setProperty(`--${name}-accent-text`, accent.text);
  }
}
