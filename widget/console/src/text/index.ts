// The words of the console. One object for each language; the compiler sees to it that none lacks a word.

import { en } from './en.ts';

/** Every string of the console. */
export type Text = typeof en;

/** The words in the language of the console. */
export const t: Text = en;
