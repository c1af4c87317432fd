// Blanks of a canned answer: `{{phone}}`, filled where a value is known, found again where none is.

/** The same that the server refuses as unfilled: a name of letters, digits and `_` between double braces. */
const BLANK = /\{\{\s*([\p{Alphabetic}\p{N}_]+)\s*\}\}/gu;

/** One blank that is still open, with its place in the text. */
export interface Blank {
  name: string;
  from: number;
  to: number;
}

/** Fills every blank whose name has a value; the others stay as they are. */
export function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(BLANK, (whole, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined || value === '' ? whole : value;
  });
}

/** The blanks that are still open, in order. */
export function blanks(text: string): Blank[] {
  return [...text.matchAll(BLANK)].map((match) => ({
    name: match[1] ?? '',
    from: match.index,
    to: match.index + match[0].length,
  }));
}

/**
 * The blank that Tab goes to from a selection, or none: then Tab leaves the field as everywhere, so that nobody is
 * caught in it.
 */
export function blankAfter(text: string, at: number): Blank | null {
  return blanks(text).find((blank) => blank.from >= at) ?? null;
}

/** The blank that Shift+Tab goes to. */
export function blankBefore(text: string, at: number): Blank | null {
  return (
    blanks(text)
      .filter((blank) => blank.to <= at)
      .at(-1) ?? null
  );
}
