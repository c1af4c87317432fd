// Languages to choose from, for a person, a desk or a text.

import { languageName } from './words.ts';

/** Languages that are offered; others that a desk or a person already has stay. */
export const LANGUAGES_OFFERED: readonly string[] =
  'am ar az be bg bn bs cs cy da de el en es et fa fi fr ga gu he hi hr hu hy id it ja ka kk ko ku lt lv mk ms ne nl no pa pl ps pt pt-br ro ru sk sl so sq sr sv sw ta th ti tl tr uk ur uz vi zh'.split(
    ' ',
  );

/** The languages that can still be added, by name. */
export function toAdd(have: readonly string[]): { value: string; label: string }[] {
  return LANGUAGES_OFFERED.filter((tag) => !have.includes(tag))
    .map((tag) => ({ value: tag, label: languageName(tag) }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'));
}
