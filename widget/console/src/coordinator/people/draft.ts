// A person while they are added or changed.

import { CAPACITY_MAX, type Membership, type Person, SIGN_IN_CHARS_MAX } from '@netreach/protocol';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { whole } from '../logic/numbers.ts';

export interface PersonDraft {
  readonly signIn: string;
  readonly screenName: string;
  readonly languages: readonly string[];
  readonly capacity: string;
  readonly memberships: readonly Membership[];
}

/** Conversations that a new person may hold: one to answer, one to read along. */
const CAPACITY_START = 2;

/** A person that is yet to be filled in; in a consortium of one project the role is already there. */
export function blankPerson(projects: readonly string[]): PersonDraft {
  const [only] = projects;
  return {
    signIn: '',
    screenName: '',
    languages: ['en'],
    capacity: String(CAPACITY_START),
    memberships: projects.length === 1 && only !== undefined ? [{ project: only, role: 'operator' }] : [],
  };
}

/** A draft of somebody who is there. */
export function draftOf(person: Person): PersonDraft {
  return {
    signIn: person.sign_in,
    screenName: person.screen_name,
    languages: person.languages,
    capacity: String(person.capacity),
    memberships: inOrder(person.memberships),
  };
}

/** What is sent of a draft. */
export function bodyOf(draft: PersonDraft) {
  return {
    screen_name: draft.screenName.trim(),
    languages: [...draft.languages],
    capacity: Number(draft.capacity),
    memberships: [...draft.memberships],
  };
}

/** What of a draft cannot be sent, in words by field. */
export function problemsOf(draft: PersonDraft) {
  return {
    signIn: problemOfSignIn(draft.signIn),
    screenName: draft.screenName.trim() === '' ? tc.people.screenNameMissing : undefined,
    languages: draft.languages.length === 0 ? tc.people.languagesMissing : undefined,
    capacity: whole(draft.capacity, 0, CAPACITY_MAX) === null ? tc.common.wholeNumber(0, CAPACITY_MAX) : undefined,
    memberships: draft.memberships.length === 0 ? tc.people.membershipsMissing : undefined,
  };
}

function problemOfSignIn(signIn: string): string | undefined {
  const name = signIn.trim();
  if (name === '') return tc.people.signInMissing;
  return /^[A-Za-z0-9._+@-]+$/.test(name) && name.length <= SIGN_IN_CHARS_MAX ? undefined : tc.people.signInBad;
}

/** Memberships in one order, so that ticking a box on and off changes nothing. */
export function inOrder(memberships: readonly Membership[]): Membership[] {
  return [...memberships].sort((a, b) => a.project.localeCompare(b.project) || a.role.localeCompare(b.role));
}
