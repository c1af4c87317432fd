import { useEffect, useRef } from 'preact/hooks';
import { LANGUAGES } from '../languages.ts';
import { Icon } from './icons.tsx';
import { useStore } from './use.ts';

/** Language, sound and spelling; kept in memory only. Escape closes it, and nothing else. */
export function Settings({ onClose }: { readonly onClose: () => void }) {
  const { store, state, words } = useStore();
  const first = useRef<HTMLSelectElement>(null);
  useEffect(() => first.current?.focus(), []);
  return (
    <div class="settings-place">
      <section
        class="settings"
        aria-label={words.say('settings')}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
        }}
      >
        <label class="field">
          <span>{words.say('language')}</span>
          <select
            ref={first}
            data-test="language"
            value={words.language}
            onChange={(event) => store.actions.setLanguage(event.currentTarget.value)}
          >
            {Object.entries(LANGUAGES).map(([code, name]) => (
              <option key={code} value={code} lang={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="choice">
          <input
            type="checkbox"
            data-test="sound"
            checked={state.sound}
            onChange={(event) => store.actions.setSound(event.currentTarget.checked)}
          />
          <span>{words.say('sound')}</span>
        </label>
        <label class="choice">
          <input
            type="checkbox"
            data-test="spelling"
            checked={state.spelling}
            onChange={(event) => store.actions.setSpelling(event.currentTarget.checked)}
          />
          <span>
            {words.say('spelling')}
            <small>{words.say('spelling_hint')}</small>
          </span>
        </label>
        <button type="button" class="quiet" data-test="settings-close" onClick={onClose}>
          <Icon name="close" />
          {words.say('settings_close')}
        </button>
      </section>
    </div>
  );
}
