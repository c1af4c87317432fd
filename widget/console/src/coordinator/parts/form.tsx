import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Button, Icon } from '../../ui/index.ts';
import { timeOfDay } from '../../words.ts';
import { same } from '../logic/same.ts';
import { useGuard } from './guard.tsx';
import { problemInWords } from './problems.ts';
import { keepDraft, takeDraft } from './torn.ts';

/** A form while it is filled in. */
export interface Form<D> {
  readonly draft: D;
  /** Changes some fields. */
  readonly set: (change: Partial<D>) => void;
  readonly dirty: boolean;
  /** The draft was left behind before, and is back. */
  readonly restored: boolean;
  readonly saving: boolean;
  /** Why the server refused the last try; none once something was changed. */
  readonly error: unknown;
  /** Somebody has tried to save, so that empty fields may be pointed out. */
  readonly tried: boolean;
  /** That try was held up here, and still would be. */
  readonly blocked: boolean;
  readonly savedAt: number | null;
  readonly submit: (event?: Event) => void;
  readonly undo: () => void;
}

/** What {@link useForm} needs. */
export interface FormRules<D> {
  /** Whether it may be sent; the fields say by themselves what is wrong. */
  readonly ready: (draft: D) => boolean;
  /** Called when a try was held up, to bring the field at fault on screen. */
  readonly onBlocked?: (draft: D) => void;
  /** Sends it; what comes back is what the server holds now, if that may differ. */
  // biome-ignore lint/suspicious/noConfusingVoidType: a save that changes nothing in the draft returns nothing.
  readonly save: (draft: D) => Promise<D | void>;
}

/** A draft of `start` with its saving, errors and the guard against leaving. */
export function useForm<D extends object>(start: D, rules: FormRules<D>): Form<D> {
  const [path] = useState(() => location.pathname);
  const [kept] = useState(() => takeDraft<D>(path));
  const [base, setBase] = useState(start);
  const [draft, setDraft] = useState(kept ?? start);
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [tried, setTried] = useState(false);
  const [savedAt, setSavedAt] = useState<number | null>(null);
  const mounted = useRef(true);
  useEffect(
    () => () => {
      mounted.current = false;
    },
    [],
  );
  const dirty = !same(base, draft);
  const latest = useRef(draft);
  latest.current = draft;
  const onTornAway = useCallback(() => keepDraft(path, latest.current), [path]);
  useGuard(dirty, onTornAway);

  const submit = async (event?: Event) => {
    event?.preventDefault();
    if (saving) return;
    setTried(true);
    setError(null);
    if (!rules.ready(draft)) {
      rules.onBlocked?.(draft);
      showFirstProblem();
      return;
    }
    setSaving(true);
    try {
      const now = (await rules.save(draft)) ?? draft;
      if (!mounted.current) return;
      setBase(now);
      // What was typed while it was saved stays, unsaved.
      setDraft((typed) => (same(typed, draft) ? now : typed));
      setSavedAt(Date.now());
      setTried(false);
    } catch (reason) {
      if (!mounted.current) return;
      setError(reason);
      showFirstProblem();
    }
    setSaving(false);
  };

  return {
    draft,
    set: (change) => {
      setDraft((before) => ({ ...before, ...change }));
      setError(null);
    },
    dirty,
    restored: kept !== null && draft === kept,
    saving,
    error,
    tried,
    blocked: tried && !rules.ready(draft),
    savedAt,
    submit: (event) => void submit(event),
    undo: () => {
      setDraft(base);
      setError(null);
      setTried(false);
    },
  };
}

/** Moves to the first field that says what is wrong with it, once it is on screen. */
function showFirstProblem(): void {
  requestAnimationFrame(() => {
    document.querySelector<HTMLElement>('form [aria-invalid=true]')?.focus();
  });
}

/** The frame of a form, with its saving at the foot. */
export function FormFrame<D>({
  form,
  save,
  adding,
  children,
  ...rest
}: {
  form: Form<D>;
  save?: string;
  /** Nothing is there yet, so that it can be sent as it stands. */
  adding?: boolean;
  children: ComponentChildren;
  'data-test'?: string;
}) {
  return (
    <form class="stack settings-form" onSubmit={form.submit} noValidate data-test={rest['data-test']}>
      {children}
      <SaveBar form={form} save={save ?? tc.save.save} adding={adding ?? false} />
    </form>
  );
}

function SaveBar<D>({ form, save, adding }: { form: Form<D>; save: string; adding: boolean }) {
  const state = form.saving
    ? 'saving'
    : form.error
      ? 'error'
      : form.dirty
        ? 'unsaved'
        : form.savedAt
          ? 'saved'
          : 'as_is';
  return (
    <div class="save-bar" data-state={state} data-test="save-bar">
      <div class="save-bar-words">
        <div role="status" data-test="save-state">
          {state === 'saving' ? tc.save.saving : null}
          {state === 'unsaved'
            ? form.blocked
              ? tc.save.notYet
              : form.restored
                ? tc.save.restored
                : tc.save.unsaved
            : null}
          {state === 'saved' && form.savedAt ? (
            <span class="save-bar-saved">
              <Icon name="check" size={16} /> {tc.save.saved(timeOfDay(form.savedAt))}
            </span>
          ) : null}
          {state === 'as_is' ? (adding ? (form.blocked ? tc.save.notYet : tc.save.toAdd) : tc.save.nothing) : null}
        </div>
        {state === 'error' ? (
          <div role="alert" class="save-bar-error" data-test="save-error">
            <Icon name="warn" size={16} /> {problemInWords(form.error)}
          </div>
        ) : null}
      </div>
      {form.dirty && !form.saving ? (
        <Button kind="quiet" onClick={form.undo} data-test="undo">
          {tc.save.undo}
        </Button>
      ) : null}
      <Button
        kind="primary"
        type="submit"
        busy={form.saving}
        aria-disabled={form.dirty || adding ? undefined : true}
        data-test="save"
      >
        {save}
      </Button>
    </div>
  );
}
