// Makes texts comparable: small letters, no accents.

const MARKS = /\p{M}+/gu;
/** Letters that Unicode does not take apart into a base and an accent. */
const SINGLE: Record<string, string> = { ł: 'l', đ: 'd', ø: 'o', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i' };
const SINGLES = /[łđøßæœı]/gu;

/** The text in small letters without accents, so that `Clinică` is found by `clinica`. */
export function fold(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(MARKS, '')
    .replace(SINGLES, (letter) => SINGLE[letter] ?? letter);
}
