import { applyEvents, newConversation, newVisitorSession } from '@netreach/client';
import { ERROR_CODES, type SiteTexts, type StandingKind } from '@netreach/protocol';
import { describe, expect, it } from 'vitest';
import english from '../src/lang/panel/en.json';
import {
  BETWEEN_MAX_MS,
  type Key,
  NO_PRESSES,
  PRESSES,
  type Presses,
  pressKey,
  pressShift,
} from '../src/panel/leave.ts';
import { linkParts } from '../src/panel/links.ts';
import {
  closedText,
  connectionNotice,
  fillDeskText,
  namesOtherChannels,
  refusalKey,
  standingNotice,
} from '../src/panel/notices.ts';
import { type ScreenInput, screenFor } from '../src/panel/screen.ts';
import { wordsOf } from '../src/panel/words.ts';

describe('leave now by Shift', () => {
  const tap = (key: string): Key[] => [
    { key, type: 'down' },
    { key, type: 'up' },
  ];
  const press = (keys: Key[], gapMs = 10) =>
    keys.reduce<[Presses, number]>(([held, now], key) => [pressKey(held, key, now), now + gapMs], [NO_PRESSES, 0])[0];

  it('counts three lone presses', () => {
    expect(press([...tap('Shift'), ...tap('Shift')]).count).toBe(2);
    expect(press([...tap('Shift'), ...tap('Shift'), ...tap('Shift')]).count).toBe(PRESSES);
  });

  it('never counts capitals', () => {
    const capital = (letter: string): Key[] => [
      { key: 'Shift', type: 'down' },
      ...tap(letter),
      { key: 'Shift', type: 'up' },
    ];
    expect(press([...capital('I'), ...capital('A'), ...capital('M')]).count).toBe(0);
  });

  it('begins again after another key, and after more than five seconds', () => {
    expect(press([...tap('Shift'), ...tap('Shift'), ...tap('a'), ...tap('Shift')]).count).toBe(1);
    const one = pressShift(NO_PRESSES, 0);
    expect(pressShift(one, BETWEEN_MAX_MS).count).toBe(2);
    expect(pressShift(one, BETWEEN_MAX_MS + 1).count).toBe(1);
  });
});

describe('links in messages', () => {
  const links = (text: string) => linkParts(text).flatMap((part) => (part.kind === 'link' ? [part.text] : []));

  it('are http and https only, and written out', () => {
    expect(links('see https://a.example/x?y=1#z and http://b.example')).toEqual([
      'https://a.example/x?y=1#z',
      'http://b.example',
    ]);
    expect(links('javascript:alert(1) data:text/html,x mailto:a@b.example a.example ftp://a.example')).toEqual([]);
  });

  it('leave the sentence its full stop, and the address its bracket', () => {
    expect(links('(see https://a.example/b). Yes: https://a.example/c!')).toEqual([
      'https://a.example/b',
      'https://a.example/c',
    ]);
    expect(links('https://a.example/b_(c)')).toEqual(['https://a.example/b_(c)']);
  });

  it('are not made of an address that pretends to be another', () => {
    expect(links('https://bank.example@evil.example/')).toEqual([]);
  });

  it.each(['', 'plain', 'a https://x.example b https://y.example', '<b>https://x.example</b>', 'https://x.example'])(
    'lose nothing of %j',
    (text) => {
      expect(
        linkParts(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text);
    },
  );
});

describe('the screen', () => {
  const base: ScreenInput = {
    session: newVisitorSession('site', 'en', null),
    health: 'idle',
    desk: { state: 'open', note: null, next_opening: null, changes_at: null },
    asksToResume: false,
    accepted: false,
  };
  const closed = { ...base.desk, state: 'no_pair' } as const;
  const at = (stage: ScreenInput['session']['stage']) => ({ ...base, session: { ...base.session, stage } });

  it.each<[string, ScreenInput, string]>([
    ['nobody is asked for anything while it is closed', { ...base, desk: closed }, 'closed'],
    ['rules come first', base, 'intro'],
    ['then the name', { ...base, accepted: true, health: 'open' }, 'name'],
    ['a desk that closes meanwhile says so', { ...base, accepted: true, desk: closed }, 'closed'],
    ['a kept token is not used unasked', { ...base, asksToResume: true }, 'resume'],
    ['no connection is told plainly', { ...base, accepted: true, health: 'trouble' }, 'unreachable'],
    ['coming back', { ...at('resuming'), health: 'open' }, 'resuming'],
    ['a conversation goes on though the desk has closed', { ...at('talking'), desk: closed }, 'talk'],
    ['a conversation stays on the screen without a connection', { ...at('talking'), health: 'trouble' }, 'talk'],
    ['waiting', at('waiting'), 'waiting'],
    ['the end', at('ended'), 'ended'],
  ])('%s', (_, input, screen) => {
    expect(screenFor(input)).toBe(screen);
  });
});

describe('what is said', () => {
  const standing = (kind: StandingKind, here = true) =>
    standingNotice(
      applyEvents(newConversation('c', 'i'), [
        {
          seq: 1,
          at: 0,
          mac: 'm',
          body: {
            kind: 'roster',
            workers: [{ worker: 1, name: 'Ana', organisation: 'N', seat: 'lead', here }],
            standing: { kind, until: null },
          },
        },
      ]),
    );

  it('of the workers names who is still here', () => {
    expect(standing('full')).toBeNull();
    expect(standing('grace')).toMatchObject({ key: 'standing_grace', values: { name: 'Ana' } });
    expect(standing('grace', false)?.key).toBe('standing_grace_none');
    expect(standing('held')).toMatchObject({ key: 'standing_held', tone: 'warn' });
    expect(standing('supervised')?.tone).toBe('warn');
  });

  it('of the connection: nothing in the quiet time, then the loss, then catching up', () => {
    const session = { ...newVisitorSession('s', 'en', 't'), conversation: newConversation('c', 'i') };
    expect(connectionNotice(session, 'connecting')).toBeNull();
    expect(connectionNotice(session, 'trouble')?.key).toBe('trouble');
    expect(connectionNotice(session, 'open')?.key).toBe('catching_up');
    const up = { ...session, conversation: { ...session.conversation, caughtUp: true } };
    expect(connectionNotice(up, 'open')).toBeNull();
  });

  it('of every refusal is a text', () => {
    for (const code of ERROR_CODES) expect(english).toHaveProperty([refusalKey(code)]);
  });

  it('when closed is the text for the reason', () => {
    const texts = { closed_no_pair: 'pair', closed_queue_full: 'full', closed_outside_hours: 'hours' } as SiteTexts;
    const state = { note: null, next_opening: null, changes_at: null };
    expect(closedText({ ...state, state: 'no_pair' }, texts)).toBe('pair');
    expect(closedText({ ...state, state: 'queue_full' }, texts)).toBe('full');
    expect(closedText({ ...state, state: 'no_hours' }, texts)).toBe('hours');
  });

  it('fills the blanks of a desk text with exactly what is given', () => {
    const text = 'Open {{next_opening}}. Or: {{ other_channels }}';
    expect(namesOtherChannels(text)).toBe(true);
    expect(fillDeskText(text, 'soon', 'call $& us')).toBe('Open soon. Or: call $& us');
    expect(fillDeskText('We are away. We are back {{ next_opening }}. Take care.\nBye.', null, '')).toBe(
      'We are away. Take care.\nBye.',
    );
  });

  it('counts as the language does', () => {
    const words = wordsOf(english, 'en');
    expect(words.count('leave_more', 1)).toBe('Leaving: press Shift 1 more time.');
    expect(words.count('leave_more', 2)).toBe('Leaving: press Shift 2 more times.');
  });
});
