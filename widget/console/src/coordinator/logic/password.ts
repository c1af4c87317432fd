// First passwords: made by chance, easy to read out and to type on a phone.

/** No letter or digit that looks or sounds like another. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUP = 4;
const GROUPS = 5;

/** Fills an array with random bytes, as `crypto.getRandomValues` does. */
export type Random = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>;

/** A password of five groups of four, about 99 bits. */
export function makePassword(random: Random): string {
  const letters: string[] = [];
  // Bytes above the last whole multiple are drawn again, so that every letter is as likely.
  const fair = Math.floor(256 / LETTERS.length) * LETTERS.length;
  while (letters.length < GROUP * GROUPS) {
    for (const byte of random(new Uint8Array(GROUP * GROUPS))) {
      if (byte < fair && letters.length < GROUP * GROUPS) letters.push(LETTERS[byte % LETTERS.length] ?? '');
    }
  }
  const groups: string[] = [];
  for (let from = 0; from < letters.length; from += GROUP) groups.push(letters.slice(from, from + GROUP).join(''));
  return groups.join('-');
}
