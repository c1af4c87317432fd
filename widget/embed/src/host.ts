// What the panel asks of the page that it stands in: the frame of a host page, or the plain chat page.

import type { DeskState, SitePublic } from '@netreach/protocol';
import { readableOn } from './accent.ts';
import type { Moment, Wishes } from './words.ts';

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

/** Sets the theme and the launcher's colour. By property: the policy allows no inline style. */
export function applyLook(site: SitePublic, theme: string | null | undefined): void {
  const { dataset, style } = document.documentElement;
  dataset['theme'] = theme && ['light', 'dark', 'auto'].includes(theme) ? theme : site.theme;
  style.setProperty('--site', site.accent);
  style.setProperty('--on-site', readableOn(site.accent));
}
