// The panel's own texts, in the visitor's language.

import { counted, FALLBACK_LANGUAGE, fill } from '../languages.ts';

/** A key of the language files; English holds them all. A counted key is named without its `.one`, `.few`, `.other`. */
type Full = keyof typeof import('../lang/panel/en.json');
export type CountedKey = Full extends infer K ? (K extends `${infer Stem}.one` ? Stem : never) : never;
export type Key = Exclude<Full, `${string}.${string}`>;

type Texts = Readonly<Record<string, string>>;

const FILES = import.meta.glob<{ default: Texts }>('../lang/panel/*.json');

/** Says things in one language. */
export type Words = {
  readonly language: string;
  readonly say: (key: Key, values?: Readonly<Record<string, string | number>>) => string;
  /** Says it for a count. */
  readonly count: (key: CountedKey, count: number, values?: Readonly<Record<string, string | number>>) => string;
};

/** Loads the texts of a language. */
export async function loadWords(language: string): Promise<Words> {
  const load = FILES[`../lang/panel/${language}.json`] ?? FILES[`../lang/panel/${FALLBACK_LANGUAGE}.json`];
  return wordsOf((await load?.())?.default ?? {}, language);
}

/** Says things with texts that are there. */
export function wordsOf(texts: Texts, language: string): Words {
  return {
    language,
    say: (key, values) => fill(texts[key] ?? '', values),
    count: (key, count, values) => fill(counted(texts, key, count, language), values),
  };
}
