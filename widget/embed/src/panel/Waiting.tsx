import { describeWhen } from '../times.ts';
import { Confirm } from './Confirm.tsx';
import { DeskText } from './DeskText.tsx';
import { connectionNotice, fillDeskText } from './notices.ts';
import { OtherWays } from './OtherWays.tsx';
import { useStore } from './use.ts';

/** In line: the place, something to read, and a way out at any time. */
export function Waiting() {
  const { store, state, words } = useStore();
  const { session, texts, health, desk } = state;
  const { place } = session;
  const notice = connectionNotice(session, health);
  const when = desk.next_opening === null ? null : describeWhen(desk.next_opening, Date.now(), words.language);
  const opening = when === null ? null : words.say('next_opening', { ...when });
  const isAlone = session.brokeUp || desk.state === 'no_pair';
  return (
    <>
      <div class="scroll">
        <h1 tabIndex={-1} data-focus>
          {words.say('waiting_title')}
        </h1>
        <p class="place" role="status" data-test="place" data-place={place}>
          {place === null
            ? words.say('waiting_looking')
            : place === 1
              ? words.say('waiting_next')
              : words.say('waiting_place', { place })}
        </p>
        {place !== null && <p>{words.say('waiting_looking')}</p>}
        {notice !== null && (
          <p class={`notice ${notice.tone}`} role="status" data-test="connection">
            {words.say(notice.key)}
          </p>
        )}
        {isAlone && texts !== null && (
          <div class="notice warn" role="status" data-test="broke-up">
            <DeskText text={fillDeskText(texts.pair_broke_up, opening, texts.other_channels)} />
          </div>
        )}
        {texts !== null && texts.waiting.trim() !== '' && (
          <section class="card" data-test="waiting-text">
            <h2>{words.say('waiting_read')}</h2>
            <DeskText text={fillDeskText(texts.waiting, opening, texts.other_channels)} />
          </section>
        )}
        <OtherWays />
        <p class="hint">{words.say('waiting_keep')}</p>
      </div>
      <div class="foot">
        <Confirm
          ask={words.say('stop_waiting')}
          question={words.say('stop_question')}
          yes={words.say('stop_yes')}
          no={words.say('stop_no')}
          test="stop-waiting"
          onYes={store.actions.end}
        />
      </div>
    </>
  );
}
