import { t } from '../text/index.ts';
import { Button, Dialog } from '../ui/index.ts';
import type { LooksLikeAside } from './guards.ts';

interface AsideGuardProps {
  why: LooksLikeAside;
  onMove: () => void;
  onSend: () => void;
  onClose: () => void;
}

/** Asks whether a text that looks like a note to colleagues is meant for the visitor. */
export function AsideGuard({ why, onMove, onSend, onClose }: AsideGuardProps) {
  return (
    <Dialog title={t.composer.guardAsideTitle} onClose={onClose} data-test="aside-guard">
      <p>{why.why === 'slashes' ? t.composer.guardAside.slashes : t.composer.guardAside.mention(why.name)}</p>
      <div class="dialog-actions">
        <Button onClick={onClose} data-test="guard-edit">
          {t.composer.guardEdit}
        </Button>
        <Button kind="plain" onClick={onSend} data-test="guard-send">
          {t.composer.guardSend}
        </Button>
        <Button kind="aside" autofocus onClick={onMove} data-test="guard-move">
          {t.composer.guardAsAside}
        </Button>
      </div>
    </Dialog>
  );
}

interface CollisionGuardProps {
  name: string;
  text: string;
  onSend: () => void;
  onClose: () => void;
}

/** Shows what a colleague has just written to the visitor, before mine goes out as well. */
export function CollisionGuard({ name, text, onSend, onClose }: CollisionGuardProps) {
  return (
    <Dialog title={t.composer.guardCollisionTitle} onClose={onClose} data-test="collision-guard">
      <p>{t.composer.guardCollision}</p>
      <blockquote class="quoted">
        <p class="line-who">{name}</p>
        <p class="line-text">{text}</p>
      </blockquote>
      <div class="dialog-actions">
        <Button autofocus onClick={onClose} data-test="guard-edit">
          {t.composer.guardEdit}
        </Button>
        <Button kind="primary" onClick={onSend} data-test="guard-send">
          {t.composer.guardCollisionSend}
        </Button>
      </div>
    </Dialog>
  );
}

interface FillProps {
  onBelow: () => void;
  onInstead: () => void;
  onClose: () => void;
}

/** Asks what to do with a suggestion when something is in the box already. */
export function UseSuggestion({ onBelow, onInstead, onClose }: FillProps) {
  return (
    <Dialog title={t.composer.notEmptyTitle} onClose={onClose} data-test="use-suggestion">
      <p>{t.composer.notEmpty}</p>
      <div class="dialog-actions">
        <Button onClick={onClose}>{t.common.cancel}</Button>
        <Button onClick={onInstead} data-test="use-instead">
          {t.composer.putInstead}
        </Button>
        <Button kind="primary" autofocus onClick={onBelow} data-test="use-below">
          {t.composer.putBelow}
        </Button>
      </div>
    </Dialog>
  );
}
