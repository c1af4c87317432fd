// Finds canned answers: by shortcut, title, tags and text, the visitor's language first.

import type { CannedAnswer } from '@netreach/protocol';
import { fold } from './fold.ts';

/** An answer in the language that it would be inserted in. */
export interface Hit {
  answer: CannedAnswer;
  /** The text, with its blanks. */
  text: string;
  language: string;
  /** Whether this is not the visitor's language. */
  fallback: boolean;
}

/** Hits shown at once. */
export const HITS_MAX = 30;

const SHORTCUT_EXACT = 1000;
const SHORTCUT_START = 80;
const TITLE_WORD = 50;
const TAG_WORD = 40;
const SHORTCUT_INSIDE = 30;
const TITLE_INSIDE = 25;
const TEXT_WORD = 12;
const TEXT_INSIDE = 8;
/** The letters of the word stand in the shortcut in order, with others between. */
const SHORTCUT_LOOSE = 4;

/** The answers that fit `query`, best first; with an empty query all of them, in the order of the library. */
export function search(answers: readonly CannedAnswer[], query: string, visitorLanguage: string): Hit[] {
  const words = fold(query).split(/\s+/u).filter(Boolean);
  const scored = firstOfEachShortcut(answers).flatMap((answer) => {
    const hit = inLanguage(answer, visitorLanguage);
    if (!hit) return [];
    const score = words.length === 0 ? 1 : scoreOf(hit, words);
    return score > 0 ? [{ hit, score }] : [];
  });
  const rank = (entry: { hit: Hit; score: number }) =>
    // Who types a whole shortcut means that answer, whatever its language.
    entry.score >= SHORTCUT_EXACT ? 0 : entry.hit.fallback ? 2 : 1;
  return scored
    .map((entry, at) => ({ ...entry, at }))
    .sort((a, b) => rank(a) - rank(b) || b.score - a.score || a.at - b.at)
    .slice(0, HITS_MAX)
    .map((entry) => entry.hit);
}

/** Own answers come first in the library, so they stand in front of shared ones with the same shortcut. */
function firstOfEachShortcut(answers: readonly CannedAnswer[]): CannedAnswer[] {
  const seen = new Set<string>();
  return answers.filter((answer) => {
    const key = fold(answer.shortcut);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** The text of an answer for a visitor's language: that one, its base language, English, or the first there is. */
export function inLanguage(answer: CannedAnswer, visitorLanguage: string): Hit | null {
  const wanted = base(visitorLanguage);
  const text =
    answer.texts.find((one) => one.language.toLowerCase() === visitorLanguage.toLowerCase()) ??
    answer.texts.find((one) => base(one.language) === wanted) ??
    answer.texts.find((one) => base(one.language) === 'en') ??
    answer.texts[0];
  if (!text) return null;
  return { answer, text: text.text, language: text.language, fallback: base(text.language) !== wanted };
}

function base(language: string): string {
  return language.toLowerCase().split('-')[0] ?? '';
}

/** Every word must be somewhere; 0 if one is not. */
function scoreOf(hit: Hit, words: readonly string[]): number {
  const shortcut = fold(hit.answer.shortcut.replace(/^\//u, ''));
  const title = fold(hit.answer.title);
  const tags = hit.answer.tags.map(fold);
  const text = fold(hit.text);
  let sum = 0;
  for (const word of words) {
    const score = scoreOfWord(word.replace(/^\//u, ''), shortcut, title, tags, text, words.length === 1);
    if (score === 0) return 0;
    sum += score;
  }
  return sum;
}

function scoreOfWord(
  word: string,
  shortcut: string,
  title: string,
  tags: readonly string[],
  text: string,
  alone: boolean,
): number {
  if (shortcut === word) return alone ? SHORTCUT_EXACT : SHORTCUT_START;
  if (shortcut.startsWith(word)) return SHORTCUT_START;
  if (hasWord(title, word)) return TITLE_WORD;
  if (tags.some((tag) => hasWord(tag, word))) return TAG_WORD;
  if (shortcut.includes(word)) return SHORTCUT_INSIDE;
  if (title.includes(word)) return TITLE_INSIDE;
  if (hasWord(text, word)) return TEXT_WORD;
  if (text.includes(word)) return TEXT_INSIDE;
  return word.length > 1 && inOrder(shortcut, word) ? SHORTCUT_LOOSE : 0;
}

function hasWord(text: string, start: string): boolean {
  return text.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(start));
}

function inOrder(text: string, letters: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
