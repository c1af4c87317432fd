// Finding people, sites and canned answers in a list, whatever the accents and the case.

/** A text as it is compared. */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Whether every word of `query` stands somewhere in the texts. */
export function matches(query: string, ...texts: readonly string[]): boolean {
  const all = fold(texts.join('\n'));
  return fold(query)
    .split(/\s+/)
    .filter((word) => word !== '')
    .every((word) => all.includes(word.replace(/^\//, '')));
}
