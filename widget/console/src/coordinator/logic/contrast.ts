// Whether a colour can be seen and read on: the contrast of WCAG 2.2.

/** Contrast that text needs (WCAG 2.2, 1.4.3). */
export const TEXT_CONTRAST_MIN = 4.5;
/** Contrast that a control needs against what is around it (WCAG 2.2, 1.4.11). */
export const SHAPE_CONTRAST_MIN = 3;

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number];

export const WHITE: Colour = [255, 255, 255];
/** The ink and the dark page that the launcher is drawn with here. */
export const INK: Colour = [31, 36, 48];
const BLACK: Colour = [0, 0, 0];
export const DARK_PAGE: Colour = [22, 25, 29];

/** The colour of `#rrggbb`, with or without the `#`; `#rgb` too. None for anything else. */
export function colour(text: string): Colour | null {
  const digits = text.trim().replace(/^#/, '').toLowerCase();
  const full = /^[0-9a-f]{3}$/.test(digits) ? [...digits].map((digit) => digit + digit).join('') : digits;
  if (!/^[0-9a-f]{6}$/.test(full)) return null;
  const part = (from: number) => Number.parseInt(full.slice(from, from + 2), 16);
  return [part(0), part(2), part(4)];
}

/** `#rrggbb` of a colour. */
export function hex(of: Colour): string {
  return `#${of.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** Relative luminance, 0 to 1. */
export function luminance(of: Colour): number {
  const [red, green, blue] = of.map((part) => {
    const share = part / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours, 1 to 21. */
export function contrast(one: Colour, other: Colour): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/**
 * White, ink or black, whichever is first to be readable on a colour: the launcher's own rule (`readableOn` in
 * embed/src/accent.ts), held together by tests/vectors/accent-ink.json.
 */
export function inkOn(ground: Colour): Colour {
  return [WHITE, INK].find((ink) => contrast(ink, ground) >= TEXT_CONTRAST_MIN) ?? BLACK;
}

/** What to say of an accent colour. */
export interface AccentVerdict {
  readonly ink: Colour;
  /** Contrast of the words on it: enough on every colour, by the choice of the ink. */
  readonly text: number;
  /** Contrast against a white and a dark page. */
  readonly onWhite: number;
  readonly onDark: number;
  readonly seenOnWhite: boolean;
  readonly seenOnDark: boolean;
}

/** Judges an accent colour. */
export function judge(accent: Colour): AccentVerdict {
  const ink = inkOn(accent);
  const text = contrast(ink, accent);
  const [onWhite, onDark] = [contrast(accent, WHITE), contrast(accent, DARK_PAGE)];
  return {
    ink,
    text,
    onWhite,
    onDark,
    seenOnWhite: onWhite >= SHAPE_CONTRAST_MIN,
    seenOnDark: onDark >= SHAPE_CONTRAST_MIN,
  };
}
