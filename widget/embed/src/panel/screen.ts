// Which screen is shown, as a pure function of what is known.

import { type ConnectionHealth, isOpen, type VisitorSession } from '@netreach/client';
import type { DeskState } from '@netreach/protocol';

/** Every screen of the panel. */
export type Screen =
  | 'resume'
  | 'resuming'
  | 'intro'
  | 'name'
  | 'unreachable'
  | 'closed'
  | 'waiting'
  | 'talk'
  | 'ended'
  | 'gone'
  | 'stopped';

/** What the choice depends on. */
export type ScreenInput = {
  readonly session: VisitorSession;
  readonly health: ConnectionHealth;
  readonly desk: DeskState;
  /** A kept token was found and the visitor has not said whether to use it. */
  readonly asksToResume: boolean;
  readonly accepted: boolean;
};

/** The screen to show. */
export function screenFor({ session, health, desk, asksToResume, accepted }: ScreenInput): Screen {
  if (session.fatal !== null) return 'stopped';
  switch (session.stage) {
    case 'ended':
    case 'gone':
    case 'waiting':
      return session.stage;
    case 'talking':
      return 'talk';
    case 'resuming':
      return health === 'trouble' ? 'unreachable' : 'resuming';
    case 'starting':
      return health === 'trouble' ? 'unreachable' : 'name';
    case 'new':
      if (asksToResume) return 'resume';
      if (!isOpen(desk.state)) return 'closed';
      if (!accepted) return 'intro';
      return health === 'trouble' ? 'unreachable' : 'name';
    default:
      return session.stage satisfies never;
  }
}
