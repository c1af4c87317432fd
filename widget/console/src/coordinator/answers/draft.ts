// A canned answer while it is written.

import {
  type CannedAnswer,
  type CannedLevel,
  type CannedText,
  MESSAGE_CHARS_MAX,
  TAG_CHARS_MAX,
  TAGS_MAX,
  TITLE_CHARS_MAX,
} from '@netreach/protocol';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { brokenBlanks } from '../logic/blanks.ts';
import { checkShortcut, clashes, plain } from '../logic/shortcut.ts';
import type { Library } from './list.tsx';

export interface AnswerDraft {
  readonly level: CannedLevel;
  readonly desk: string;
  readonly project: string;
  readonly shortcut: string;
  readonly title: string;
  /** Words with commas between. */
  readonly tags: string;
  readonly texts: readonly CannedText[];
}

export function blankAnswer({ desks, projects }: Library): AnswerDraft {
  return {
    level: 'consortium',
    desk: desks.length === 1 ? (desks[0]?.id ?? '') : '',
    project: projects.length === 1 ? (projects[0]?.id ?? '') : '',
    shortcut: '',
    title: '',
    tags: '',
    texts: [{ language: desks[0]?.languages[0] ?? 'en', text: '' }],
  };
}

export function draftOf(answer: CannedAnswer): AnswerDraft {
  return {
    level: answer.level,
    desk: answer.desk ?? '',
    project: answer.project ?? '',
    shortcut: answer.shortcut,
    title: answer.title,
    tags: answer.tags.join(', '),
    texts: answer.texts,
  };
}

export function tagsOf(draft: AnswerDraft): string[] {
  return [
    ...new Set(
      draft.tags
        .split(',')
        .map((tag) => tag.trim())
        .filter((tag) => tag !== ''),
    ),
  ];
}

/** What is sent of a draft, but for who shares it: that stays. */
export function bodyOf(draft: AnswerDraft) {
  return {
    shortcut: plain(draft.shortcut),
    title: draft.title.trim(),
    tags: tagsOf(draft),
    texts: draft.texts.map((one) => ({ language: one.language, text: one.text.trim() })),
  };
}

/** Who shares the draft, as the server says it. */
export function ownerOf(draft: AnswerDraft) {
  return {
    level: draft.level,
    desk: draft.level === 'desk' ? draft.desk : null,
    project: draft.level === 'project' ? draft.project : null,
  };
}

/** What is wrong with the text of one language; none if it can be saved. */
export function problemOfText(text: string): string | undefined {
  if (text.trim() === '') return tc.answers.textMissing;
  const length = [...text].length;
  if (length > MESSAGE_CHARS_MAX) return tc.common.tooLong(length, MESSAGE_CHARS_MAX);
  const broken = brokenBlanks(text);
  return broken.length > 0 ? tc.answers.brokenBlank(broken.join(', ')) : undefined;
}

/** What of a draft cannot be sent, in words by field. */
export function problemsOf(draft: AnswerDraft, id: string | null, all: Library) {
  const shortcut = checkShortcut(draft.shortcut);
  const taken = clashes(all.answers, id, draft.shortcut, ownerOf(draft)).find((clash) => clash.kind === 'same');
  const tags = tagsOf(draft);
  return {
    desk: draft.level === 'desk' && draft.desk === '' ? tc.answers.deskMissing : undefined,
    project: draft.level === 'project' && draft.project === '' ? tc.answers.projectMissing : undefined,
    shortcut: shortcut
      ? tc.answers.shortcutProblems[shortcut]
      : taken
        ? tc.answers.taken(taken.answer.title)
        : undefined,
    title:
      draft.title.trim() === ''
        ? tc.answers.titleMissing
        : [...draft.title].length > TITLE_CHARS_MAX
          ? tc.common.tooLong([...draft.title].length, TITLE_CHARS_MAX)
          : undefined,
    tags:
      tags.length > TAGS_MAX
        ? tc.answers.tooManyTags(TAGS_MAX)
        : tags.some((tag) => [...tag].length > TAG_CHARS_MAX)
          ? tc.answers.tagTooLong(TAG_CHARS_MAX)
          : undefined,
    texts: draft.texts.length === 0 ? tc.answers.textsMissing : undefined,
  };
}
