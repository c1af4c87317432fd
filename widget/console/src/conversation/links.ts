// Finds links in a text, so that it can be shown with text nodes and anchors alone.

/** A stretch of a text: plain, or a link as it was written. */
export type Part = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string };

const CANDIDATE = /\bhttps?:\/\/[^\s<>"'`{}|\\^]+/giu;
const BRACKETS = [
  ['(', ')'],
  ['[', ']'],
] as const;
/** What ends a sentence rather than an address. */
const TRAILING = /[.,;:!?…]+$/u;

/** Splits a text into plain stretches and links; only `http` and `https` count. */
export function parts(text: string): Part[] {
  const out: Part[] = [];
  let from = 0;
  for (const match of text.matchAll(CANDIDATE)) {
    const written = trimmed(match[0]);
    const href = addressOf(written);
    if (href === null) continue;
    if (match.index > from) out.push({ kind: 'text', text: text.slice(from, match.index) });
    out.push({ kind: 'link', text: written, href });
    from = match.index + written.length;
  }
  if (from < text.length) out.push({ kind: 'text', text: text.slice(from) });
  return out;
}

/** Leaves off punctuation at the end, and a closing bracket that was never opened inside. */
function trimmed(written: string): string {
  let text = written;
  for (;;) {
    const before = text;
    text = text.replace(TRAILING, '');
    for (const [open, close] of BRACKETS) {
      if (text.endsWith(close) && text.split(open).length < text.split(close).length) text = text.slice(0, -1);
    }
    if (text === before) return text;
  }
}

function addressOf(written: string): string | null {
  try {
    const url = new URL(written);
    if (url.protocol !== 'https:' && url.protocol !== 'http:') return null;
    // A name before the host is a known trick to make an address look like another one.
    if (url.username !== '' || url.password !== '') return null;
    return url.href;
  } catch {
    return null;
  }
}
