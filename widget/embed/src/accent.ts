// A project's own colour, made readable: WCAG 2.2 asks 4.5 to 1 between text and what is behind it.

/** Contrast that text needs. */
export const TEXT_CONTRAST_MIN = 4.5;

/** The colours that follow from an accent on one paper. */
export type Accent = {
  /** Behind buttons and one's own messages. */
  readonly fill: string;
  /** Text on `fill`. */
  readonly on: string;
  /** Text and lines on the paper. */
  readonly text: string;
};

/** The accent in a light and in a dark theme. Null if it is no colour. */
export function accentColours(accent: string): { light: Accent; dark: Accent } | null {
  if (!/^#[0-9a-f]{6}$/i.test(accent)) return null;
  const paper = { light: '#fbfaf7', dark: '#16191d' };
  const bright = towards(accent, paper.dark, '#ffffff');
  return {
    light: { fill: accent, on: readableOn(accent), text: towards(accent, paper.light, '#000000') },
    dark: { fill: bright, on: readableOn(bright), text: bright },
  };
}

/** White, ink or black, whichever is first to be readable on `colour`. Black is, where white is not. */
export function readableOn(colour: string): string {
  return ['#ffffff', '#1f2430'].find((text) => contrast(text, colour) >= TEXT_CONTRAST_MIN) ?? '#000000';
}

/** The contrast of two colours, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** `colour`, moved towards `end` in small steps until it is readable on `paper`. */
function towards(colour: string, paper: string, end: string): string {
  let share = 0;
  let mixed = colour;
  while (contrast(mixed, paper) < TEXT_CONTRAST_MIN && share < 1) {
    share += 0.05;
    mixed = mix(colour, end, share);
  }
  return mixed;
}

function mix(from: string, to: string, share: number): string {
  const other = channels(to);
  const parts = channels(from).map((value, at) => Math.round(value + ((other[at] ?? 0) - value) * Math.min(share, 1)));
  return `#${parts.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
