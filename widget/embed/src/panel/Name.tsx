import { NAME_CHARS_MAX } from '@netreach/protocol';
import { refusalKey } from './notices.ts';
import { useStore } from './use.ts';

/** A name is offered; it can be changed or left out. */
export function Name() {
  const { store, state, words } = useStore();
  const { session, health } = state;
  const isStarting = session.stage === 'starting';
  const isReady = session.offer !== null && health === 'open';
  const problem = session.refused === null ? null : words.say(refusalKey(session.refused.code));
  const isNameWrong = session.refused?.code === 'nickname_not_allowed' || session.refused?.field === 'nickname';
  return (
    <form
      class="fill"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !isStarting) store.actions.start();
      }}
    >
      <div class="scroll">
        <h1 tabIndex={-1} data-focus>
          {words.say('name_title')}
        </h1>
        <label class="field">
          <span>{words.say('name_label')}</span>
          <input
            type="text"
            data-test="nickname"
            value={state.nickname ?? session.offer ?? ''}
            maxLength={NAME_CHARS_MAX}
            autocomplete="off"
            autocorrect="off"
            spellcheck={false}
            dir="auto"
            disabled={!isReady || isStarting}
            aria-describedby="name-hint name-problem"
            aria-invalid={isNameWrong}
            onInput={(event) => store.actions.name(event.currentTarget.value)}
          />
        </label>
        <p class="hint" id="name-hint">
          {words.say('name_hint')}
        </p>
        <p class="problem" id="name-problem" role="alert" data-test="problem">
          {problem}
        </p>
        <p role="status" class="hint">
          {isStarting ? words.say('starting') : isReady ? '' : words.say('loading')}
        </p>
      </div>
      <div class="foot two">
        <button type="button" class="quiet" data-test="back" disabled={isStarting} onClick={store.actions.back}>
          {words.say('back')}
        </button>
        <button type="submit" class="main" data-test="start" disabled={!isReady || isStarting}>
          {words.say('start')}
        </button>
      </div>
    </form>
  );
}
