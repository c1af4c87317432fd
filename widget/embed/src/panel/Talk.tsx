import type { Conversation } from '@netreach/client';
import { Composer } from './Composer.tsx';
import { Confirm } from './Confirm.tsx';
import { Log } from './Log.tsx';
import { connectionNotice, offersOtherWays, standingNotice } from './notices.ts';
import { OtherWays } from './OtherWays.tsx';
import { useStore } from './use.ts';

/** The conversation: who is here, what was said, what to say. */
export function Talk() {
  const { store, state, words } = useStore();
  const { conversation } = state.session;
  if (conversation === null) return null;
  const connection = connectionNotice(state.session, state.health);
  const standing = standingNotice(conversation);
  return (
    <div class="fill talk">
      <h1 class="unseen">{words.say('log')}</h1>
      <div class="who">
        <ul aria-label={words.say('with_you')} data-test="workers">
          {conversation.workers.map((worker) => (
            <li key={worker.worker} data-test="worker" data-here={worker.here} data-seat={worker.seat}>
              <span class="dot" />
              <span>
                <b dir="auto">{worker.name}</b> <span class="organisation">{worker.organisation}</span>{' '}
                <span class={worker.here ? 'unseen' : 'away'}>{words.say(worker.here ? 'here' : 'not_here')}</span>
              </span>
            </li>
          ))}
        </ul>
        <Confirm
          ask={words.say('end')}
          question={words.say('end_question')}
          yes={words.say('end_yes')}
          no={words.say('end_no')}
          test="end"
          onYes={store.actions.end}
        />
      </div>
      <div role="status" class="notices">
        {connection !== null && (
          <p class={`notice ${connection.tone}`} data-test="connection">
            {words.say(connection.key, connection.values)}
          </p>
        )}
        {standing !== null && (
          <p class={`notice ${standing.tone}`} data-test="standing" data-standing={conversation.standing?.kind}>
            {words.say(standing.key, standing.values)}
          </p>
        )}
      </div>
      {offersOtherWays(conversation) && <OtherWays />}
      <Log conversation={conversation} />
      <Typing conversation={conversation} />
      <Composer />
    </div>
  );
}

/** Who is typing; outside of the log, so that it is seen and not read aloud over and over. */
function Typing({ conversation }: { readonly conversation: Conversation }) {
  const { state, words } = useStore();
  const names = Object.keys(state.session.typing)
    .map((worker) => conversation.known[Number(worker)]?.name)
    .filter((name) => name !== undefined);
  return (
    <p class="typing" data-test="typing">
      {names.length > 0 && (
        <>
          <span class="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          {words.count('typing', names.length, { names: new Intl.ListFormat(words.language).format(names) })}
        </>
      )}
    </p>
  );
}
