// The texts of a desk: what was written, what is said otherwise, and what a visitor reads in the end.

import type { DeskText, DeskTextKind, OpenState } from '@netreach/protocol';

/** Every kind, in the order of a visit. */
export const KINDS: readonly DeskTextKind[] = [
  'ground_rules',
  'confidentiality',
  'waiting',
  'closed_outside_hours',
  'closed_opens_soon',
  'closed_no_pair',
  'closed_queue_full',
  'closed_exception',
  'pair_broke_up',
  'other_channels',
];

/** What coordinators wrote, by {@link key}. */
export type Written = Readonly<Record<string, string>>;

/** Where the text of one language and kind stands. */
export function key(language: string, kind: DeskTextKind): string {
  return `${language} ${kind}`;
}

/** Texts by {@link key}. */
export function byKey(texts: readonly DeskText[]): Record<string, string> {
  return Object.fromEntries(texts.map((one) => [key(one.language, one.kind), one.text]));
}

/** What is sent: everything that was written and is not empty. */
export function listOf(written: Written): DeskText[] {
  return Object.entries(written)
    .filter(([, text]) => text.trim() !== '')
    .map(([at, text]) => {
      const space = at.indexOf(' ');
      return { language: at.slice(0, space), kind: at.slice(space + 1) as DeskTextKind, text: text.trim() };
    })
    .sort((a, b) => a.language.localeCompare(b.language) || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
}

/** What a visitor reads, in which language, and whether a coordinator wrote it. */
export interface Resolved {
  readonly text: string;
  readonly language: string;
  readonly written: boolean;
}

/** The language of the texts that come with the service, where nothing else is there. */
const LAST_LANGUAGE = 'en';

/**
 * What a visitor of a language reads, as the server finds it: what coordinators wrote in that language, else in the
 * desk's own; else what comes with the service in that language, else in the desk's own, else in English.
 */
export function resolve(
  written: Written,
  defaults: Written,
  kind: DeskTextKind,
  language: string,
  deskLanguage: string,
): Resolved {
  const tags = [language, deskLanguage];
  for (const tag of tags) {
    const own = nearest(written, kind, tag);
    if (own) return { ...own, written: true };
  }
  for (const tag of [...tags, LAST_LANGUAGE]) {
    const given = nearest(defaults, kind, tag);
    if (given) return { ...given, written: false };
  }
  return { text: '', language, written: false };
}

/** The text in exactly this language, else in the same one whatever the region: `pt` for `pt-br`. */
function nearest(texts: Written, kind: DeskTextKind, tag: string): { text: string; language: string } | null {
  const all = Object.entries(texts).flatMap(([at, text]) => {
    const [language = '', of] = at.split(' ');
    return of === kind && text.trim() !== '' && sameLanguage(language, tag) ? [{ text, language }] : [];
  });
  return all.find((one) => one.language === tag) ?? all[0] ?? null;
}

/** Whether two tags are one language, whatever the region. */
export function sameLanguage(one: string, other: string): boolean {
  return one.split('-')[0] === other.split('-')[0];
}

/** The text that a state of the desk shows to a visitor; none while it is open. */
export function kindOf(state: OpenState): DeskTextKind | null {
  switch (state) {
    case 'open':
      return null;
    case 'busy':
      return 'waiting';
    case 'outside_hours':
    case 'no_hours':
      return 'closed_outside_hours';
    case 'opens_soon':
      return 'closed_opens_soon';
    case 'exception':
      return 'closed_exception';
    case 'no_pair':
      return 'closed_no_pair';
    case 'queue_full':
      return 'closed_queue_full';
    default:
      return state satisfies never;
  }
}
