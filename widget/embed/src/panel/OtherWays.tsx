import { DeskText } from './DeskText.tsx';
import { useStore } from './use.ts';

/** Other ways to get help, where the desk names any. */
export function OtherWays({ isOpen = false }: { readonly isOpen?: boolean }) {
  const { state, words } = useStore();
  const channels = state.texts?.other_channels ?? '';
  if (channels.trim() === '') return null;
  return (
    <details class="more" open={isOpen} data-test="other-ways">
      <summary>{words.say('other_title')}</summary>
      <DeskText text={channels} />
    </details>
  );
}
