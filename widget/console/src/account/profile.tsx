import { type Me, NAME_CHARS_MAX } from '@netreach/protocol';
import { useState } from 'preact/hooks';
import { fieldError, request } from '../api.ts';
import { toAdd } from '../languages.ts';
import { loadSession } from '../session.ts';
import { t } from '../text/index.ts';
import { Button, ErrorNote, Field, Icon, Select, say } from '../ui/index.ts';
import { languageName } from '../words.ts';

/** Screen name and languages. */
export function ProfileForm({ who }: { who: Me }) {
  const [name, setName] = useState(who.screen_name);
  const [languages, setLanguages] = useState<readonly string[]>(who.languages);
  const [next, setNext] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const save = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await request('PATCH', '/api/v1/me', { screen_name: name.trim(), languages });
      await loadSession();
      say(t.common.saved);
    } catch (reason) {
      setError(reason);
    }
    setBusy(false);
  };
  const wrongName = fieldError(error, 'screen_name');

  return (
    <form class="form" onSubmit={save}>
      <Field
        label={t.account.screenName}
        hint={t.account.screenNameHint}
        value={name}
        maxLength={NAME_CHARS_MAX}
        required
        autocomplete="off"
        error={wrongName}
        onInput={(event) => setName(event.currentTarget.value)}
        data-test="screen-name"
      />
      <fieldset class="plain-fieldset stack-tight">
        <legend class="field-label">{t.account.languages}</legend>
        <p class="field-hint">{t.account.languagesHint}</p>
        {languages.length === 0 ? <p class="soft">{t.account.noLanguages}</p> : null}
        <ul class="language-list">
          {languages.map((tag) => (
            <li class="language" key={tag}>
              {languageName(tag)}
              <Button
                kind="quiet"
                small
                icon
                aria-label={t.account.removeLanguage(languageName(tag))}
                onClick={() => setLanguages(languages.filter((other) => other !== tag))}
              >
                <Icon name="cross" size={14} />
              </Button>
            </li>
          ))}
        </ul>
        <div class="row row-end">
          <Select
            label={t.account.addLanguage}
            hideLabel
            value={next}
            options={[{ value: '', label: t.account.addLanguage }, ...toAdd(languages)]}
            onChange={(event) => setNext(event.currentTarget.value)}
          />
          <Button
            disabled={next === ''}
            onClick={() => {
              setLanguages([...languages, next]);
              setNext('');
            }}
          >
            {t.account.add}
          </Button>
        </div>
      </fieldset>
      {error && !wrongName ? <ErrorNote error={error} /> : null}
      <Button kind="primary" type="submit" busy={busy} data-test="save-profile">
        {t.common.save}
      </Button>
    </form>
  );
}
