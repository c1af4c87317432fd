import type { Words } from './words.ts';

/** What stands here when a page is brought back by the Back button: nothing of what was on it. */
export function Neutral({ words }: { readonly words: Words }) {
  return (
    <main class="panel neutral" data-test="neutral">
      <div class="centre">
        <h1>{words.say('neutral_title')}</h1>
        <p>{words.say('neutral_text')}</p>
        <button type="button" class="quiet" onClick={() => location.reload()}>
          {words.say('neutral_open')}
        </button>
      </div>
    </main>
  );
}
