// The small screens: one thing to say, one or two things to do.

import type { ComponentChildren } from 'preact';
import { endedKey, refusalKey } from './notices.ts';
import { OtherWays } from './OtherWays.tsx';
import { useStore } from './use.ts';

/** The chat is over and wiped. */
export function Ended() {
  const { store, state, words } = useStore();
  return (
    <Place test="ended" title={words.say('ended_title')} text={words.say(endedKey(state.session.endedBy))} ways>
      <button type="button" class="main" data-test="again" onClick={store.actions.again}>
        {words.say('ended_again')}
      </button>
      {store.host.kind === 'frame' && (
        <button type="button" class="quiet" data-test="close" onClick={store.actions.minimise}>
          {words.say('ended_close')}
        </button>
      )}
    </Place>
  );
}

/** The chat that was come back to is not there any more. */
export function Gone() {
  const { store, words } = useStore();
  return (
    <Place test="gone" title={words.say('gone_title')} text={words.say('gone_text')} ways>
      <button type="button" class="main" data-test="again" onClick={store.actions.again}>
        {words.say('ended_again')}
      </button>
    </Place>
  );
}

/** A chat was going on in this tab a moment ago: it is not shown before it is asked for. */
export function Resume() {
  const { store, words } = useStore();
  return (
    <Place test="resume" title={words.say('resume_title')} text={words.say('resume_text')}>
      <button type="button" class="main" data-test="resume-yes" onClick={() => store.actions.resume(true)}>
        {words.say('resume_yes')}
      </button>
      <button type="button" class="quiet" data-test="resume-no" onClick={() => store.actions.resume(false)}>
        {words.say('resume_no')}
      </button>
    </Place>
  );
}

/** Coming back after a reload. */
export function Resuming() {
  const { words } = useStore();
  return <Place test="resuming" title={words.say('resuming')} text={words.say('loading')} />;
}

/** The server cannot be reached, and has not been for longer than the quiet time. */
export function Unreachable() {
  const { store, state, words } = useStore();
  const { refused } = state.session;
  const text = refused === null ? words.say('trouble_start') : words.say(refusalKey(refused.code));
  return (
    <Place test="unreachable" title={words.say('chat')} text={text} ways>
      {store.host.kind === 'frame' && <PlainPage />}
    </Place>
  );
}

/** The server refuses this page: trying again cannot help. */
export function Stopped() {
  const { store, words } = useStore();
  return (
    <Place test="stopped" title={words.say('stopped_title')} text={words.say('stopped_text')} ways>
      {store.host.kind === 'frame' && <PlainPage />}
    </Place>
  );
}

function PlainPage() {
  const { store, words } = useStore();
  const address = `/chat/${encodeURIComponent(store.host.site.site)}?lang=${words.language}`;
  return (
    <a class="quiet button" href={address} target="_blank" rel="noopener noreferrer" data-test="plain-page">
      {words.say('trouble_page')}
    </a>
  );
}

function Place(props: {
  readonly test: string;
  readonly title: string;
  readonly text: string;
  readonly ways?: boolean;
  readonly children?: ComponentChildren;
}) {
  return (
    <div class="scroll centre" data-test={props.test}>
      <h1 tabIndex={-1} data-focus>
        {props.title}
      </h1>
      <p role="status">{props.text}</p>
      <div class="actions">{props.children}</div>
      {props.ways && <OtherWays />}
    </div>
  );
}
