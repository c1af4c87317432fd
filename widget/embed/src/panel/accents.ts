// A project's own colour in the light and in the dark panel.

import { channels, contrast, readableOn, TEXT_CONTRAST_MIN } from '../accent.ts';

/** The widget's own teal: it has a hand-picked partner in the dark theme. */
const OWN = '#0f6b66';

/** The colours that follow from an accent on one paper. */
export type Accent = {
  /** Behind buttons and one's own messages. */
  readonly fill: string;
  /** Text on `fill`. */
  readonly on: string;
  /** Text and lines on the paper. */
  readonly text: string;
};

/** Sets the colours of the panel. By property: the policy allows no inline style. */
export function applyAccent(accent: string): void {
  const colours = accentColours(accent);
  if (colours === null || accent.toLowerCase() === OWN) return;
  const { style } = document.documentElement;
  for (const [name, each] of Object.entries(colours)) {
    style.setProperty(`--${name}-accent`, each.fill);
    style.setProperty(`--${name}-on-accent`, each.on);
    style.setProperty(`--${name}-accent-text`, each.text);
  }
}

/** The accent in a light and in a dark theme. Null if it is no colour. */
export function accentColours(accent: string): { light: Accent; dark: Accent } | null {
  if (!/^#[0-9a-f]{6}$/i.test(accent)) return null;
  // The least friendly ground that coloured text stands on: a worker's message.
  const paper = { light: '#efece4', dark: '#292e35' };
  const bright = towards(accent, paper.dark, '#ffffff');
  return {
    light: { fill: accent, on: readableOn(accent), text: towards(accent, paper.light, '#000000') },
    dark: { fill: bright, on: readableOn(bright), text: bright },
  };
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
