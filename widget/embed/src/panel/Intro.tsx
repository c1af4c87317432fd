import { DeskText } from './DeskText.tsx';
import { exitUrl } from './exit.ts';
import { useStore } from './use.ts';

/** Before anything is asked: who answers, the rules, what is kept, how to leave. Accepted with one button. */
export function Intro() {
  const { store, state, words } = useStore();
  const { texts, textsFailed, desk } = state;
  const { site } = store.host;
  const address = new URL(exitUrl(site)).hostname.replace(/^www\./, '');
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section class="scroll" tabIndex={0} aria-label={words.say('intro_title')}>
        <h1 tabIndex={-1} data-focus>
          {words.say('intro_title')}
        </h1>
        <p class="state" data-test="desk-state">
          <span class="dot" />
          {words.say(desk.state === 'busy' ? 'intro_busy' : 'intro_open')}
        </p>
        <section>
          <h2>{words.say('who_title')}</h2>
          {texts !== null && (
            <ul class="chips" data-test="organisations">
              {texts.organisations.map((name) => (
                <li key={name}>{name}</li>
              ))}
            </ul>
          )}
          <p>{words.say('who_text')}</p>
          <p>{words.say('languages', { languages: languageNames(site.languages, words.language) })}</p>
        </section>
        {texts === null ? (
          <p role="status">{textsFailed ? words.say('texts_missing') : words.say('loading')}</p>
        ) : (
          <>
            <section data-test="rules">
              <h2>{words.say('rules_title')}</h2>
              <DeskText text={texts.ground_rules} />
            </section>
            <section data-test="confidentiality">
              <h2>{words.say('confidentiality_title')}</h2>
              <DeskText text={texts.confidentiality} />
            </section>
          </>
        )}
        <section data-test="kept">
          <h2>{words.say('kept_title')}</h2>
          <p>{words.say(keptKey(site.policy))}</p>
        </section>
        <section data-test="leaving">
          <h2>{words.say('leaving_title')}</h2>
          <p>{words.say('leaving_text', { address })}</p>
          <p>{words.say('leave_hint')}</p>
        </section>
      </section>
      <div class="foot">
        {textsFailed ? (
          <button type="button" class="main" data-test="texts-again" onClick={store.actions.reloadTexts}>
            {words.say('again')}
          </button>
        ) : (
          <button
            type="button"
            class="main"
            data-test="accept"
            disabled={texts === null}
            onClick={store.actions.accept}
          >
            {words.say('accept')}
          </button>
        )}
      </div>
    </>
  );
}

function keptKey(policy: 'off'): 'kept_off' {
  switch (policy) {
    case 'off':
      return 'kept_off';
    default:
      return policy satisfies never;
  }
}

/** Names of languages in the language that is shown. */
function languageNames(codes: readonly string[], language: string): string {
  const names = new Intl.DisplayNames(language, { type: 'language' });
  return new Intl.ListFormat(language).format(codes.map((code) => names.of(code) ?? code));
}
