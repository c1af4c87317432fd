// What fills the blanks of a canned answer in one conversation.

import type { DeskCanned, DeskState } from '@netreach/protocol';
import { momentIn } from '../words.ts';

/** Where the values come from. */
export interface Sources {
  canned: DeskCanned;
  /** The project whose site the visitor came from, by name. */
  project: string;
  desk: string;
  state: DeskState | null;
  /** The language that the answer is written in. */
  language: string;
  organisation: string;
  screenName: string;
}

/**
 * The values by name: what the console knows by itself, then the reader's own project, then the visitor's project,
 * whose town and numbers are the ones that help them.
 */
export function valuesFor(from: Sources): Record<string, string> {
  const next = from.state?.next_opening ?? null;
  const visitors = from.canned.projects.find((each) => each.name === from.project);
  return {
    desk: from.desk,
    organisation: from.organisation,
    screen_name: from.screenName,
    ...(next === null ? {} : { next_opening: momentIn(from.language, next) }),
    ...defined(from.canned.variables),
    ...defined(visitors?.variables ?? {}),
  };
}

function defined(variables: { [name: string]: string | undefined }): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).flatMap(([name, value]) => (value ? [[name, value]] : [])));
}
