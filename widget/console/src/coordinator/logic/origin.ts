// Addresses that a coordinator types for a site: allowed origins, and where "leave now" goes.

import { ADDRESS_CHARS_MAX, ORIGINS_MAX } from '@netreach/protocol';

/** Why a line is not an origin that may show the widget. */
export type OriginProblem =
  | 'no_scheme'
  | 'not_https'
  | 'has_path'
  | 'wildcard'
  | 'credentials'
  | 'not_an_address'
  | 'twice'
  | 'too_long'
  | 'too_many';

/** One line: the origin it stands for, or what is wrong and what was probably meant. */
export interface OriginLine {
  readonly line: number;
  readonly text: string;
  readonly origin: string | null;
  readonly problem: OriginProblem | null;
  readonly meant: string | null;
}

/** Hosts on which a page may be tried out without TLS: browsers treat them as secure. */
const LOCAL_HOSTS: readonly string[] = ['localhost', '127.0.0.1', '[::1]'];
/** Onion services bring their own encryption. */
const ONION = '.onion';

/** Every line that is not empty, checked. */
export function checkOrigins(text: string): OriginLine[] {
  const seen = new Set<string>();
  const lines: OriginLine[] = [];
  text.split('\n').forEach((raw, index) => {
    const line = raw.trim();
    if (line === '') return;
    let checked = checkOrigin(line);
    if (checked.origin !== null && seen.has(checked.origin)) checked = { ...bad('twice'), meant: null };
    if (checked.origin !== null && lines.length >= ORIGINS_MAX) checked = { ...bad('too_many'), meant: null };
    if (checked.origin !== null) seen.add(checked.origin);
    lines.push({ line: index + 1, text: line, ...checked });
  });
  return lines;
}

type Checked = Pick<OriginLine, 'origin' | 'problem' | 'meant'>;

function bad(problem: OriginProblem, meant: string | null = null): Checked {
  return { origin: null, problem, meant };
}

/** Checks one origin: scheme, host and port, nothing more. */
export function checkOrigin(text: string): Checked {
  if (text.length > ADDRESS_CHARS_MAX) return bad('too_long');
  if (text.includes('*')) return bad('wildcard');
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    return bad('no_scheme', originOf(`https://${text.replace(/^\/+/, '')}`));
  }
  const address = parse(text);
  if (!address || address.hostname === '') return bad('not_an_address');
  if (address.username !== '' || address.password !== '') return bad('credentials', address.origin);
  if (address.protocol !== 'https:' && address.protocol !== 'http:') return bad('not_https');
  if (address.protocol === 'http:' && !LOCAL_HOSTS.includes(address.hostname) && !address.hostname.endsWith(ONION)) {
    return bad('not_https', originOf(`https://${address.host}`));
  }
  const rest = text.replace(/^[^:]+:\/\/[^/?#]*/, '');
  if (rest !== '' && rest !== '/') return bad('has_path', address.origin);
  return { origin: address.origin, problem: null, meant: null };
}

function originOf(text: string): string | null {
  const address = parse(text);
  return address?.hostname.includes('.') && address.protocol === 'https:' ? address.origin : null;
}

function parse(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

/** Why an exit address is not taken; none if it is fine. An empty one is the place that comes with the service. */
export function checkExitAddress(text: string): 'not_https' | 'not_an_address' | 'too_long' | null {
  const address = text.trim();
  if (address === '') return null;
  if (address.length > ADDRESS_CHARS_MAX) return 'too_long';
  const parsed = parse(address);
  if (!parsed || parsed.hostname === '' || parsed.username !== '' || parsed.password !== '') return 'not_an_address';
  if (/["'<>\s\\]/.test(address)) return 'not_an_address';
  return parsed.protocol === 'https:' ? null : 'not_https';
}
