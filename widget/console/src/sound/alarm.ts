// Turns what happens into sound, notification and the count in the tab. Content never gets here.

import { effect } from '@preact/signals';
import { board, open } from '../desk/board.ts';
import { isFromOthers, myNumber } from '../live/fold.ts';
import { availability, live, onEffect, ringing, unreadTotal } from '../live/live.ts';
import { address, navigate } from '../router.ts';
import { notify } from './notify.ts';
import { claimSound, pauseAfter, play, releaseSound } from './ring.ts';
import { showInTab } from './title.ts';

/** Begins to alert; the answer stops it. */
export function startAlarm(): () => void {
  claimSound();
  const stops = [effect(() => showInTab(unreadTotal.value, ringing.value)), effect(keepRinging), onEffect(alert)];
  return () => {
    for (const stop of stops) stop();
    releaseSound();
    showInTab(0, false);
  };
}

/** Rings until somebody looks, sooner and louder each time. */
function keepRinging(): (() => void) | undefined {
  if (!ringing.value) return undefined;
  let rings = 0;
  let timer: ReturnType<typeof setTimeout>;
  const ring = () => {
    play('ring', rings);
    timer = setTimeout(ring, pauseAfter(rings));
    rings += 1;
  };
  ring();
  return () => clearTimeout(timer);
}

function alert(what: Parameters<Parameters<typeof onEffect>[0]>[0]): void {
  const show = (conversation?: string) => () => {
    navigate(address());
    if (conversation) open(conversation);
  };
  if (what.kind === 'given') {
    const held = live.peek().held.find((each) => each.conversation.conversation === what.conversation);
    if (held?.ringing) notify('newConversation', show(what.conversation));
  } else if (what.kind === 'queued') {
    if (availability.peek() === 'away') return;
    play('ring');
    notify('waiting', show());
  } else if (what.kind === 'supervisor_called') {
    notify('supervisor', show());
  } else if (what.kind === 'arrived') {
    const held = live.peek().held.find((each) => each.conversation.conversation === what.conversation);
    const mine = held ? myNumber(live.peek(), held.conversation) : null;
    if (!what.entries.some((entry) => isFromOthers(entry, mine))) return;
    const inFront = document.hasFocus() && board.peek().active === what.conversation;
    if (inFront) return;
    play('tick');
    notify('message', show(what.conversation));
  }
}
