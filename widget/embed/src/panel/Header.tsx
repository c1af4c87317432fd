import type { RefObject } from 'preact';
import { Icon } from './icons.tsx';
import { useStore } from './use.ts';

/** The line that stands on every screen: what this is, settings, the way out. */
export function Header(props: {
  readonly hasSettings: boolean;
  readonly onSettings: () => void;
  /** The button that opened the settings gets the focus back. */
  readonly opener: RefObject<HTMLButtonElement | null>;
}) {
  const { hasSettings, onSettings, opener } = props;
  const { store, words } = useStore();
  return (
    <header class="header">
      <p class="what">{words.say('chat')}</p>
      <button
        type="button"
        class="tool"
        ref={opener}
        aria-label={words.say('settings')}
        aria-expanded={hasSettings}
        data-test="settings"
        onClick={onSettings}
      >
        <Icon name="settings" />
      </button>
      {store.host.kind === 'frame' && (
        <button
          type="button"
          class="tool"
          aria-label={words.say('minimise')}
          data-test="minimise"
          onClick={store.actions.minimise}
        >
          <Icon name="minimise" />
        </button>
      )}
      <button type="button" class="leave" data-test="leave" onClick={store.actions.leave}>
        <Icon name="out" />
        {words.say('leave')}
      </button>
    </header>
  );
}
