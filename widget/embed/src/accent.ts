// A project's own colour, made readable: WCAG 2.2 asks 4.5 to 1 between text and what is behind it.

/** Contrast that text needs. */
export const TEXT_CONTRAST_MIN = 4.5;

/**
 * White, ink or black, whichever is first to be readable on `colour`. Black is, where white is not.
 * The coordinator's preview has the same rule; tests/vectors/accent-ink.json holds both to it.
 */
export function readableOn(colour: string): string {
  return ['#ffffff', '#1f2430'].find((text) => contrast(text, colour) >= TEXT_CONTRAST_MIN) ?? '#000000';
}

/** The contrast of two colours, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** Red, green and blue, 0 to 255. */
export function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour).map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
