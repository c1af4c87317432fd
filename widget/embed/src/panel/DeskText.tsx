import { linkParts } from './links.ts';

/** A text as text nodes, with its addresses as links; line breaks stay. */
export function LinkedText({ text }: { readonly text: string }) {
  return (
    <>
      {linkParts(text).map((part, at) =>
        part.kind === 'text' ? (
          part.text
        ) : (
          <a key={at} href={part.text} target="_blank" rel="noopener noreferrer">
            {part.text}
          </a>
        ),
      )}
    </>
  );
}

/** A text that the desk wrote: paragraphs where it has empty lines, a list where lines begin with a dash. */
export function DeskText({ text }: { readonly text: string }) {
  const blocks = text
    .split(/\n\s*\n/)
    .map((block) => block.trim())
    .filter((block) => block !== '');
  return (
    <div class="desk-text" dir="auto">
      {blocks.map((block) => (
        <Block key={block} block={block} />
      ))}
    </div>
  );
}

const DASH = /^\s*[-–•*]\s+/;

function Block({ block }: { readonly block: string }) {
  const lines = block.split('\n');
  if (!lines.every((line) => DASH.test(line))) {
    return (
      <p>
        <LinkedText text={block} />
      </p>
    );
  }
  return (
    <ul>
      {lines.map((line) => (
        <li key={line}>
          <LinkedText text={line.replace(DASH, '')} />
        </li>
      ))}
    </ul>
  );
}
