import { describe, expect, it } from 'vitest';
import { momentIn } from '../words.ts';
import { valuesFor } from './variables.ts';

const canned = {
  answers: [],
  variables: { town: 'Leeds', phone: '07700 900100', office: '1 Example Street' },
  projects: [{ project: 'n', name: 'Norwich project', variables: { town: 'Norwich', phone: '' } }],
};
const from = {
  canned,
  project: 'Norwich project',
  desk: 'Chat',
  state: { state: 'open', note: null, next_opening: Date.UTC(2026, 0, 5, 9), changes_at: null } as const,
  language: 'ro',
  organisation: 'Leeds project',
  screenName: 'Ana',
};

describe('what fills the blanks', () => {
  it('is the visitor’s own town first, then the worker’s', () => {
    const values = valuesFor(from);
    expect(values['town']).toBe('Norwich');
    expect(values['phone']).toBe('07700 900100');
    expect(values['office']).toBe('1 Example Street');
    expect(values['screen_name']).toBe('Ana');
  });

  it('says the next opening in the language of the answer, or leaves it open', () => {
    expect(valuesFor(from)['next_opening']).toContain('ianuarie');
    expect(valuesFor({ ...from, state: null })['next_opening']).toBeUndefined();
  });

  it('says the next opening with its time zone, and in British English', () => {
    const at = Date.UTC(2026, 0, 5, 15);
    expect(momentIn('en', at, 'Europe/London')).toBe('Monday 5 January at 15:00 GMT');
    expect(momentIn('ro', at, 'Europe/London')).toMatch(/15:00 GMT$/);
    const english = valuesFor({ ...from, language: 'en' })['next_opening'];
    expect(english).toBe(momentIn('en-GB', from.state.next_opening));
    expect(english).toMatch(/\b(?:GMT|UTC|[A-Z]{2,5})(?:[+-]\d+)?$/);
  });
});
