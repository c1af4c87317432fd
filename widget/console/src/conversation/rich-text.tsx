import { parts } from './links.ts';

/** A text with its links; only text nodes and anchors, never markup from the text. */
export function RichText({ text, lang }: { text: string; lang?: string | undefined }) {
  return (
    <p class="line-text" lang={lang} dir="auto">
      {parts(text).map((part, at) =>
        part.kind === 'link' ? (
          <a key={at} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </p>
  );
}
