// A site while it is added or changed.

import type { Side, Site, Theme } from '@netreach/protocol';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { colour } from '../logic/contrast.ts';
import { checkExitAddress, checkOrigins } from '../logic/origin.ts';

export interface SiteDraft {
  readonly name: string;
  readonly project: string;
  readonly desk: string;
  /** One origin a line. */
  readonly origins: string;
  readonly position: Side;
  readonly accent: string;
  readonly theme: Theme;
  readonly exitUrl: string;
}

/** The accent that a new site begins with: the console's own. */
export const ACCENT_START = '#0f6b66';

export function blankSite(project: string, desk: string): SiteDraft {
  return {
    name: '',
    project,
    desk,
    origins: '',
    position: 'right',
    accent: ACCENT_START,
    theme: 'auto',
    exitUrl: '',
  };
}

export function draftOf(site: Site): SiteDraft {
  return {
    name: site.name,
    project: site.project,
    desk: site.desk,
    origins: site.origins.join('\n'),
    position: site.position,
    accent: site.accent,
    theme: site.theme,
    exitUrl: site.exit_url ?? '',
  };
}

/** What is sent of a draft, but for the project: a site stays with its own. */
export function bodyOf(draft: SiteDraft) {
  return {
    name: draft.name.trim(),
    desk: draft.desk,
    origins: checkOrigins(draft.origins).flatMap((line) => (line.origin === null ? [] : [line.origin])),
    position: draft.position,
    accent: draft.accent.toLowerCase(),
    theme: draft.theme,
    exit_url: draft.exitUrl.trim() === '' ? null : draft.exitUrl.trim(),
  };
}

/** What of a draft cannot be sent, in words by field. */
export function problemsOf(draft: SiteDraft) {
  const lines = checkOrigins(draft.origins).filter((line) => line.problem !== null);
  const exit = checkExitAddress(draft.exitUrl);
  return {
    name: draft.name.trim() === '' ? tc.sites.nameMissing : undefined,
    project: draft.project === '' ? tc.sites.projectMissing : undefined,
    desk: draft.desk === '' ? tc.sites.deskMissing : undefined,
    origins: lines.length === 0 ? undefined : tc.sites.originsBad(lines.length),
    accent:
      draft.accent.startsWith('#') && draft.accent.length === 7 && colour(draft.accent)
        ? undefined
        : tc.sites.accentBad,
    exitUrl: exit === null ? undefined : tc.sites.exitProblems[exit],
  };
}
