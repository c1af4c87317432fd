// Which languages there are, which one to show, and how texts are filled.

/** Languages that the widget speaks, by their own names. A language is a pair of files in `lang/`. */
export const LANGUAGES: Readonly<Record<string, string>> = { en: 'English', ro: 'Română' };

/** Spoken where nothing better is known. */
export const FALLBACK_LANGUAGE = 'en';

/** The first wanted language that the widget speaks; `ro-MD` is served by `ro`. */
export function chooseLanguage(wanted: readonly (string | null | undefined)[]): string {
  for (const tag of wanted) {
    const primary = tag?.toLowerCase().split(/[-_]/)[0];
    if (primary !== undefined && primary in LANGUAGES) return primary;
  }
  return FALLBACK_LANGUAGE;
}

/** Puts values into the `{blanks}` of a text; a blank without a value stays as it is. */
export function fill(text: string, values: Readonly<Record<string, string | number>> = {}): string {
  return text.replace(/\{(\w+)\}/g, (blank, name: string) => String(values[name] ?? blank));
}

/** The text of `key` for a count: `key.one`, `key.few`, `key.other`, as the language counts. */
export function counted(texts: Readonly<Record<string, string>>, key: string, count: number, language: string): string {
  const form = new Intl.PluralRules(language).select(count);
  return fill(texts[`${key}.${form}`] ?? texts[`${key}.other`] ?? '', { count });
}
