// Desktop notifications: a fixed sentence, never a name or a word of what was written.

import { t } from '../text/index.ts';
import { ownsSound } from './ring.ts';

/** What a notification is about; one of a kind stands at a time. */
export type Notice = keyof Omit<typeof t.notification, 'title'>;

/** Whether this browser can show them, and whether it may. */
export function permission(): NotificationPermission | 'unsupported' {
  return 'Notification' in globalThis ? Notification.permission : 'unsupported';
}

/** Asks for leave to show them. */
export async function askPermission(): Promise<NotificationPermission | 'unsupported'> {
  if (permission() === 'unsupported') return 'unsupported';
  return Notification.requestPermission();
}

/** Shows one, if it may, the page is not in front, and this tab is the one that alerts. */
export function notify(about: Notice, onClick: () => void): void {
  if (permission() !== 'granted' || !ownsSound()) return;
  if (document.visibilityState === 'visible' && document.hasFocus()) return;
  try {
    const shown = new Notification(t.notification.title, { body: t.notification[about], tag: `netreach-${about}` });
    shown.onclick = () => {
      window.focus();
      shown.close();
      onClick();
    };
  } catch {
    // Some phones have the permission but no constructor: the title and the sound are enough.
  }
}
