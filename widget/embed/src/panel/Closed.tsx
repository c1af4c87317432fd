import { describeWhen } from '../times.ts';
import { DeskText } from './DeskText.tsx';
import { closedText, fillDeskText, namesOtherChannels } from './notices.ts';
import { OtherWays } from './OtherWays.tsx';
import { useStore } from './use.ts';

/** Out of hours: the desk's automatic reply, when it opens next, other ways. Turns by itself when it opens. */
export function Closed() {
  const { state, words } = useStore();
  const { desk, texts } = state;
  const when = desk.next_opening === null ? null : describeWhen(desk.next_opening, Date.now(), words.language);
  const opening = when === null ? null : words.say('next_opening', { ...when });
  const text = texts === null ? '' : closedText(desk, texts);
  return (
    <section
      class="scroll"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={words.say('closed_title')}
      data-test="closed"
      data-reason={desk.state}
    >
      <h1 tabIndex={-1} data-focus>
        {words.say('closed_title')}
      </h1>
      {desk.note !== null && desk.note !== '' && <p dir="auto">{words.say('exception', { note: desk.note })}</p>}
      {when !== null && (
        <p class="state closed" data-test="next-opening">
          <span class="dot" />
          {words.say('opens', { ...when })}
        </p>
      )}
      <div data-test="closed-text" role="status">
        {texts === null ? null : <DeskText text={fillDeskText(text, opening, texts.other_channels)} />}
      </div>
      {!namesOtherChannels(text) && <OtherWays isOpen />}
      <p class="hint">{words.say('closed_live')}</p>
    </section>
  );
}
