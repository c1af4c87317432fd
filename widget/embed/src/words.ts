// The few words that loader and frame say to each other over their port. Types only: the loader imports no code.

import type { DeskState } from '@netreach/protocol';

/** How a host page may change the widget. */
export type Wishes = { readonly locale?: string; readonly theme?: string; readonly position?: string };

/** What the loader says. */
export type LoaderWord =
  | { readonly do: 'open' | 'close' | 'forget' }
  /** Whether the frame fills the whole screen. */
  | { readonly do: 'full'; readonly on: boolean }
  /** The Shift key alone was pressed on the host page while the panel is open. */
  | { readonly do: 'shift' }
  | { readonly do: 'set'; readonly values: Wishes };

/** Moments that a host page may hear of: no text, no names. Open and close it sees by the size. */
export type Moment = 'conversation-start' | 'conversation-end' | 'error';

/** What the frame says. */
export type FrameWord =
  /** What the frame needs now; width and height in CSS pixels. */
  | {
      readonly is: 'size';
      readonly open: boolean;
      readonly side: 'left' | 'right';
      readonly width: number;
      readonly height: number;
    }
  | { readonly is: 'unread'; readonly count: number }
  | { readonly is: 'availability'; readonly state: DeskState | null }
  | { readonly is: 'event'; readonly name: Moment }
  /** Replace the whole page, at once. */
  | { readonly is: 'exit'; readonly url: string };

/** What comes with the port. */
export type Handshake = { readonly netreach: 1; readonly navigation?: string };
