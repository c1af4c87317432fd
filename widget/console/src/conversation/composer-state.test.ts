import { type Conversation, newConversation } from '@netreach/client';
import type { StandingKind } from '@netreach/protocol';
import { describe, expect, it } from 'vitest';
import { boxFor, lengthOf, lockOf } from './composer-state.ts';

const conversation = (kind: StandingKind, more: Partial<Conversation> = {}): Conversation => ({
  ...newConversation('c', 'i'),
  caughtUp: true,
  standing: { kind, until: null },
  ...more,
});

describe('the composer', () => {
  it('begins with suggestions for everybody but the lead', () => {
    expect(boxFor('lead', false)).toBe('message');
    expect(boxFor('second', false)).toBe('suggestion');
    expect(boxFor('supervisor', false)).toBe('suggestion');
    expect(boxFor('second', true)).toBe('message');
    expect(boxFor(null, false)).toBe('suggestion');
  });

  it('is locked until everything has arrived, in every box', () => {
    for (const box of ['message', 'suggestion', 'aside'] as const) {
      expect(lockOf(conversation('full', { caughtUp: false }), box)).toBe('catching_up');
      expect(lockOf(conversation('full'), box)).toBeNull();
    }
  });

  it('holds messages under the rules, never asides and suggestions', () => {
    for (const kind of ['held', 'supervised', 'waiting'] as const) {
      expect(lockOf(conversation(kind), 'message')).toBe(kind);
      expect(lockOf(conversation(kind), 'aside')).toBeNull();
      expect(lockOf(conversation(kind), 'suggestion')).toBeNull();
    }
    for (const kind of ['grace', 'finishing'] as const) expect(lockOf(conversation(kind), 'message')).toBeNull();
  });

  it('counts characters as the server does', () => {
    expect(lengthOf('aé😀')).toBe(3);
  });
});
