import { expect, test } from 'vitest';
import { checkExitAddress, checkOrigin, checkOrigins } from './origin.ts';

test.each([
  ['https://www.example.org', 'https://www.example.org', null, null],
  ['https://WWW.Example.org:8443', 'https://www.example.org:8443', null, null],
  ['https://example.org:443', 'https://example.org', null, null],
  ['http://localhost:8000', 'http://localhost:8000', null, null],
  ['http://abcdefgh.onion', 'http://abcdefgh.onion', null, null],
  ['https://example.org/', 'https://example.org', null, null],
  ['https://example.org//', null, 'has_path', 'https://example.org'],
  ['https://example.org/contact?x=1#y', null, 'has_path', 'https://example.org'],
  ['http://example.org', null, 'not_https', 'https://example.org'],
  ['www.example.org', null, 'no_scheme', 'https://www.example.org'],
  ['//example.org', null, 'no_scheme', 'https://example.org'],
  ['nonsense', null, 'no_scheme', null],
  ['https://*.example.org', null, 'wildcard', null],
  ['*', null, 'wildcard', null],
  ['https://me:secret@example.org', null, 'credentials', 'https://example.org'],
  ['https://', null, 'not_an_address', null],
  ['https://exa mple.org', null, 'not_an_address', null],
  ['ftp://example.org', null, 'not_https', null],
  [`https://${'a'.repeat(400)}.example.org`, null, 'too_long', null],
])('%s', (text, origin, problem, meant) => {
  expect(checkOrigin(text)).toEqual({ origin, problem, meant });
});

test('a list says which line is wrong, and what stands there twice', () => {
  const lines = checkOrigins('https://a.example\n\n https://A.example \nb.example\n');
  expect(lines.map((line) => [line.line, line.text, line.origin, line.problem])).toEqual([
    [1, 'https://a.example', 'https://a.example', null],
    [3, 'https://A.example', null, 'twice'],
    [4, 'b.example', null, 'no_scheme'],
  ]);
  expect(checkOrigins('  \n')).toEqual([]);
  const many = Array.from({ length: 21 }, (_, index) => `https://s${index}.example`).join('\n');
  expect(
    checkOrigins(many)
      .map((line) => line.problem)
      .filter(Boolean),
  ).toEqual(['too_many']);
});

test('an exit address is an https address or nothing', () => {
  expect(
    [
      '',
      'https://example.org/weather?x=1',
      'http://example.org',
      'example.org',
      'javascript:alert(1)',
      'https://a@b.example/',
      'https://a.example/"x',
    ].map(checkExitAddress),
  ).toEqual([null, null, 'not_https', 'not_an_address', 'not_an_address', 'not_an_address', 'not_an_address']);
});
