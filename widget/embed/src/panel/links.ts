// Links in messages: addresses that are written out in full, http and https only. Gives parts; draws nothing.

/** A stretch of a message. */
export type Part = { readonly kind: 'text' | 'link'; readonly text: string };

const ADDRESS = /https?:\/\/[^\s<>"'`{}|\\^]+/gi;
const TRAILING = /[.,;:!?…)\]]+$/;

/** Splits a text into plain stretches and addresses. Put together again, the parts are the text. */
export function linkParts(text: string): Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = withoutTail(match[0]);
    if (!isAddress(address)) continue;
    if (match.index > at) parts.push({ kind: 'text', text: text.slice(at, match.index) });
    parts.push({ kind: 'link', text: address });
    at = match.index + address.length;
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
}

/** The full stop after an address ends the sentence; a bracket that was opened inside belongs to the address. */
function withoutTail(match: string): string {
  const tail = TRAILING.exec(match)?.[0] ?? '';
  const head = match.slice(0, match.length - tail.length);
  const isOpen = head.split('(').length > head.split(')').length;
  return isOpen && tail.startsWith(')') ? `${head})` : head;
}

function isAddress(text: string): boolean {
  try {
    const { protocol, hostname, username } = new URL(text);
    // A name before the host makes an address look like another one.
    return (protocol === 'http:' || protocol === 'https:') && hostname.includes('.') && username === '';
  } catch {
    return false;
  }
}
