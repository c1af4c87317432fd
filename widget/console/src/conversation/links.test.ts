import { describe, expect, it } from 'vitest';
import { parts } from './links.ts';

const links = (text: string) => parts(text).flatMap((part) => (part.kind === 'link' ? [part.href] : []));

describe('links in a text', () => {
  it('gives the whole text back, in order', () => {
    const text = 'See https://clinic.example/times, or (http://help.example/a_(b)).';
    expect(
      parts(text)
        .map((part) => part.text)
        .join(''),
    ).toBe(text);
    expect(links(text)).toEqual(['https://clinic.example/times', 'http://help.example/a_(b)']);
  });

  it('takes nothing but http and https', () => {
    expect(links('javascript:alert(1) data:text/html,x ftp://a.example mailto:a@b.example')).toEqual([]);
  });

  it('refuses an address with a name before the host', () => {
    expect(links('https://bank.example@evil.example/')).toEqual([]);
  });

  it('leaves markup as text', () => {
    expect(parts('<b>hi</b>')).toEqual([{ kind: 'text', text: '<b>hi</b>' }]);
  });
});
