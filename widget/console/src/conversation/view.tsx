import { useEffect, useRef, useState } from 'preact/hooks';
import { activate, isPhone } from '../desk/board.ts';
import { registerKeys } from '../keyboard/keys.ts';
import type { Held } from '../live/fold.ts';
import { command, live, look } from '../live/live.ts';
import { t } from '../text/index.ts';
import { Confirm, type MenuItem, onceShown, Spinner } from '../ui/index.ts';
import { AsideBox } from './aside-box.tsx';
import { Composer, type ComposerHandle } from './composer.tsx';
import { boxFor } from './composer-state.ts';
import './conversation.css';
import { draft } from './drafts.ts';
import { UseSuggestion } from './guard-dialogs.tsx';
import { Head } from './head.tsx';
import { Log } from './log.tsx';
import { StandingBanner } from './standing.tsx';
import { TypingLine } from './typing-line.tsx';

/** One conversation in its column: who, how it stands, what was said, and the two boxes to write in. */
export function ConversationView({ held, active }: { held: Held; active: boolean }) {
  const { conversation } = held;
  const id = conversation.conversation;
  const mine = conversation.workers.find((each) => each.person === live.value.person);
  const lead = conversation.workers.find((each) => each.seat === 'lead');
  const desk = live.value.desks.find((each) => each.desk === held.desk);
  const isLead = mine?.seat === 'lead';

  const [steppedIn, setSteppedIn] = useState(false);
  const [asideOpen, setAsideOpen] = useState(false);
  const [confirming, setConfirming] = useState<'end' | 'step_out' | null>(null);
  const [using, setUsing] = useState<{ id: string; text: string } | null>(null);
  const composer = useRef<ComposerHandle>(null);
  const aside = useRef<HTMLTextAreaElement>(null);

  // Stepping in is for once: who becomes the lead writes anyway, who is made second begins again with suggestions.
  useEffect(() => setSteppedIn(false), [mine?.seat]);
  useRinging(held, active);

  const box = boxFor(mine?.seat ?? null, steppedIn);
  const asideShown = !isPhone.value || asideOpen;
  const toAside = () => {
    setAsideOpen(true);
    onceShown(() => aside.current?.focus());
  };
  const swap = () => command({ do: 'swap_lead', conversation: id });
  const slow = () => command({ do: 'slow_down', conversation: id });
  useEffect(() =>
    registerKeys(id, {
      reply: () => composer.current?.focus(),
      aside: toAside,
      toAside: () => (document.activeElement === aside.current ? composer.current?.focus() : toAside()),
      canned: () => composer.current?.openAnswers(),
      swap,
      slow,
      end: () => setConfirming('end'),
    }),
  );

  const put = (suggestion: { id: string; text: string }, how: 'below' | 'instead') => {
    const at = draft(id, 'message');
    const before = at.peek();
    const text = how === 'below' && before.text !== '' ? `${before.text}\n${suggestion.text}` : suggestion.text;
    at.value = { text, begunAtSeq: conversation.seq, suggestion: suggestion.id };
    setUsing(null);
    onceShown(() => composer.current?.focus());
  };
  const use = (suggestion: string, text: string) =>
    draft(id, 'message').peek().text.trim() === ''
      ? put({ id: suggestion, text }, 'instead')
      : setUsing({ id: suggestion, text });

  // The rules may have called one too; and one whose connection is gone leaves room for another.
  const served = desk?.conversations.find((each) => each.conversation === id);
  const called =
    (served?.supervisor_called ?? null) !== null ||
    conversation.workers.some((each) => each.seat === 'supervisor' && each.here);
  const items: MenuItem[] = [
    { label: isLead ? t.actions.swapGive : t.actions.swapTake, hint: 'S', onSelect: swap },
    { label: t.actions.slowDown, hint: 'D', onSelect: slow },
    {
      label: called ? t.actions.supervisorCalled : t.actions.callSupervisor,
      disabled: called,
      onSelect: () => command({ do: 'call_supervisor', conversation: id }),
      'data-test': 'call-supervisor',
    },
    { label: t.actions.stepOut, onSelect: () => setConfirming('step_out'), 'data-test': 'step-out' },
    { label: t.actions.end, hint: 'E', danger: true, onSelect: () => setConfirming('end'), 'data-test': 'end' },
  ];

  return (
    <section
      class={active ? 'column conversation conversation-active' : 'column conversation'}
      id={`conversation-${id}`}
      aria-label={t.conversation.region(conversation.opened?.nickname ?? '')}
      data-conversation={id}
      data-ringing={held.ringing ? 'yes' : undefined}
      data-test="conversation"
      tabIndex={-1}
      onPointerDownCapture={() => activate(id)}
      onFocusInCapture={() => activate(id)}
    >
      <Head conversation={conversation} mine={mine} onSwap={swap} onSlow={slow} items={items} />
      <StandingBanner standing={conversation.standing} pairing={desk?.pairing} />
      <div role="status" class="catching-up" data-test="catching-up">
        {conversation.caughtUp ? null : <Spinner label={t.conversation.catchingUp} />}
      </div>
      <Log conversation={conversation} ringing={held.ringing} mine={mine?.worker ?? null} isLead={isLead} onUse={use} />
      <TypingLine conversation={conversation} mine={mine?.worker ?? null} />
      <Composer
        desk={held.desk}
        conversation={conversation}
        mine={mine}
        lead={lead}
        box={box}
        onStep={isLead ? null : setSteppedIn}
        onToAside={toAside}
        handle={composer}
      />
      <AsideBox
        conversation={conversation}
        area={aside}
        open={asideShown}
        onOpen={toAside}
        onClose={isPhone.value ? () => setAsideOpen(false) : null}
      />
      {confirming === 'end' ? (
        <Confirm
          title={t.actions.endTitle}
          confirm={t.actions.endConfirm}
          kind="danger-full"
          onClose={() => setConfirming(null)}
          onConfirm={() => {
            setConfirming(null);
            command({ do: 'end', conversation: id });
          }}
        >
          <p>{t.actions.endText}</p>
        </Confirm>
      ) : null}
      {confirming === 'step_out' ? (
        <Confirm
          title={t.actions.stepOutTitle}
          confirm={t.actions.stepOutConfirm}
          onClose={() => setConfirming(null)}
          onConfirm={() => {
            setConfirming(null);
            command({ do: 'step_out', conversation: id });
          }}
        >
          <p>{t.actions.stepOutText}</p>
        </Confirm>
      ) : null}
      {using ? (
        <UseSuggestion
          onBelow={() => put(using, 'below')}
          onInstead={() => put(using, 'instead')}
          onClose={() => setUsing(null)}
        />
      ) : null}
    </section>
  );
}

/** A ring stops when somebody shows that they are there: by a key or a touch, not by a window that is left open. */
function useRinging(held: Held, active: boolean): void {
  const id = held.conversation.conversation;
  const { ringing } = held;
  useEffect(() => {
    if (!ringing) return;
    const column = document.getElementById(`conversation-${id}`);
    const here = (event: Event) => {
      if (active || (event.target instanceof Node && column?.contains(event.target))) look(id);
    };
    document.addEventListener('pointerdown', here);
    document.addEventListener('keydown', here);
    document.addEventListener('focusin', here);
    return () => {
      document.removeEventListener('pointerdown', here);
      document.removeEventListener('keydown', here);
      document.removeEventListener('focusin', here);
    };
  }, [id, ringing, active]);
}
