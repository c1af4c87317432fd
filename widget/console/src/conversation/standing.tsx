import type { PairingView, Standing } from '@netreach/protocol';
import { now } from '../clock.ts';
import { t } from '../text/index.ts';
import { Icon } from '../ui/index.ts';
import { span } from '../words.ts';

/** How the conversation stands under the pairing rules, and what that means for writing. Nothing while all is well. */
export function StandingBanner({ standing, pairing }: { standing: Standing | null; pairing: PairingView | undefined }) {
  const words = standing ? wordsOf(standing, pairing) : null;
  return (
    <div role="status" data-test="standing" data-standing={standing?.kind ?? 'unknown'}>
      {words ? (
        <div class="standing">
          <Icon name="warn" size={16} />
          <p>
            <b>
              {words.title}
              {words.left === null ? null : (
                // The countdown is for the eye: read out every second it would drown the conversation.
                <span aria-hidden="true" class="countdown">
                  {words.left}
                </span>
              )}
            </b>
            <span> {words.text}</span>
          </p>
        </div>
      ) : null}
    </div>
  );
}

interface Words {
  title: string;
  left: string | null;
  text: string;
}

function wordsOf(standing: Standing, pairing: PairingView | undefined): Words | null {
  switch (standing.kind) {
    case 'full':
      return null;
    case 'waiting':
      return { title: t.standing.waiting, left: null, text: '' };
    case 'grace':
      return {
        title: t.standing.graceTitle,
        left: standing.until === null ? null : span(standing.until - now.value),
        text: t.standing.grace[pairing?.solo ?? 'hold'] ?? '',
      };
    case 'held':
      return { title: t.standing.heldTitle, left: null, text: t.standing.held };
    case 'finishing':
      return { title: t.standing.finishingTitle, left: null, text: t.standing.finishing };
    case 'supervised':
      return { title: t.standing.supervisedTitle, left: null, text: t.standing.supervised };
    default:
      return standing.kind satisfies never;
  }
}
