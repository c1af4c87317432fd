// Blanks such as `{{phone}}` in texts and canned answers.

import { VARIABLE_NAME_CHARS_MAX } from '@netreach/protocol';

/** A piece of a text: words, or a blank by its name. */
export type Piece = { readonly words: string } | { readonly blank: string };

/** The same as where answers are filled, in `../../canned/blanks.ts`: any name, so that a worker can fill it by hand. */
const BLANK = /\{\{\s*([^{}\n]{1,60}?)\s*\}\}/gu;

/** A text as words and blanks, in order. */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(BLANK)) {
    if (match.index > from) found.push({ words: text.slice(from, match.index) });
    found.push({ blank: match[1] ?? '' });
    from = match.index + match[0].length;
  }
  if (from < text.length) found.push({ words: text.slice(from) });
  return found;
}

/** The names of the blanks in a text, each once, in order. */
export function blanksIn(text: string): string[] {
  return [...new Set(pieces(text).flatMap((piece) => ('blank' in piece ? [piece.blank] : [])))];
}

/** Braces that look like a blank and are none: `{{town}`, `{phone}}`, `{{}}`. */
export function brokenBlanks(text: string): string[] {
  const rest = text.replace(BLANK, ' ');
  return [...new Set(rest.match(/\{\{?[^{}\n]{0,60}\}\}|\{\{[^{}\n]{0,60}\}?/gu) ?? [])];
}

/** `{{name}}`. */
export function blank(name: string): string {
  return `{{${name}}}`;
}

/** Puts text in the place of a selection; `at` is where the cursor stands afterwards. */
export function insertAt(text: string, start: number, end: number, insert: string): { text: string; at: number } {
  return { text: text.slice(0, start) + insert + text.slice(end), at: start + insert.length };
}

/** Whether a name can be that of a variable: lower-case letters, digits and `_`. */
export function isVariableName(name: string): boolean {
  return /^[a-z0-9_]+$/.test(name) && name.length <= VARIABLE_NAME_CHARS_MAX;
}

/** The nearest name that a variable can have. */
export function variableName(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, VARIABLE_NAME_CHARS_MAX);
}
