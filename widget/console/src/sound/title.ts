// How many things wait to be looked at, in the title and the icon of the tab. Never what they are.

import { t } from '../text/index.ts';
import plainIcon from './icon.svg?url';
import unreadIcon from './icon-unread.svg?url';

/** The title of the tab. */
export function titleFor(unread: number, ringing: boolean): string {
  if (unread === 0) return t.title.plain;
  return ringing ? t.title.ringing(unread) : t.title.unread(unread);
}

/** Shows the count in the tab. */
export function showInTab(unread: number, ringing: boolean): void {
  document.title = titleFor(unread, ringing);
  let link = document.querySelector<HTMLLinkElement>('link[rel=icon]');
  if (!link) {
    link = document.createElement('link');
    link.rel = 'icon';
    document.head.append(link);
  }
  const wanted = unread > 0 ? unreadIcon : plainIcon;
  if (!link.href.endsWith(wanted)) link.href = wanted;
}
