import type { CannedAnswer, CannedAnswerChange, NewCannedAnswer } from '@netreach/protocol';
import { useState } from 'preact/hooks';
import { request } from '../../api.ts';
import { address } from '../../router.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Button, Confirm, ErrorNote, Note, say } from '../../ui/index.ts';
import { dateAndTime } from '../../words.ts';
import { changed } from '../logic/same.ts';
import { FilledText } from '../parts/blanks.tsx';
import { FormFrame, useForm } from '../parts/form.tsx';
import { leaveTo } from '../parts/guard.tsx';
import { Loaded, useLoad } from '../parts/load.tsx';
import { NotHere, PageHead, Section } from '../parts/page.tsx';
import { type AnswerDraft, blankAnswer, bodyOf, draftOf, problemOfText, problemsOf } from './draft.ts';
import { AnswerFields } from './fields.tsx';
import { type Library, library, sharedBy } from './list.tsx';

const back = () => ({ href: address('settings', 'answers'), label: tc.answers.title });

function ready(draft: AnswerDraft, id: string | null, all: Library): boolean {
  return (
    Object.values(problemsOf(draft, id, all)).every((problem) => problem === undefined) &&
    draft.texts.every((one) => problemOfText(one.text) === undefined)
  );
}

/** Writes a new canned answer. */
export function AnswerNew() {
  const all = useLoad('library new', library);
  return (
    <div class="stack-wide">
      <PageHead title={tc.answers.addTitle} back={back()} />
      <Loaded of={all}>{(value) => <NewForm all={value} />}</Loaded>
    </div>
  );
}

function NewForm({ all }: { all: Library }) {
  const [start] = useState(() => blankAnswer(all));
  const form = useForm(start, {
    ready: (draft) => ready(draft, null, all),
    save: async (draft) => {
      const body: NewCannedAnswer = {
        ...bodyOf(draft),
        level: draft.level,
        ...(draft.level === 'desk' ? { desk: draft.desk } : {}),
        ...(draft.level === 'project' ? { project: draft.project } : {}),
      };
      await request<CannedAnswer>('POST', '/api/v1/canned', body);
      say(tc.answers.added);
      leaveTo(address('settings', 'answers'), true);
    },
  });
  return (
    <FormFrame form={form} save={tc.answers.addConfirm} adding data-test="answer-form">
      <AnswerFields form={form} id={null} all={all} />
    </FormFrame>
  );
}

/** Changes a canned answer, or reads one that is not ours to change. */
export function AnswerEdit({ id }: { id: string }) {
  const all = useLoad(`library ${id}`, library);
  return (
    <Loaded of={all}>
      {(value) => {
        const answer = value.answers.find((one) => one.id === id);
        if (!answer) {
          return <NotHere title={tc.answers.goneTitle} href={back().href} back={back().label} />;
        }
        return (
          <div class="stack-wide">
            <PageHead title={answer.title} lead={tc.answers.changedAt(dateAndTime(answer.updated_at))} back={back()} />
            {answer.yours_to_change ? (
              <>
                <EditForm answer={answer} all={value} />
                <Remove answer={answer} />
              </>
            ) : (
              <ReadOnly answer={answer} all={value} />
            )}
          </div>
        );
      }}
    </Loaded>
  );
}

function EditForm({ answer, all }: { answer: CannedAnswer; all: Library }) {
  const [before, setBefore] = useState(() => draftOf(answer));
  const form = useForm(before, {
    ready: (draft) => ready(draft, answer.id, all),
    save: async (draft) => {
      const body: CannedAnswerChange = changed(bodyOf(before), bodyOf(draft));
      await request<unknown>('PATCH', `/api/v1/canned/${answer.id}`, body);
      setBefore(draft);
    },
  });
  return (
    <FormFrame form={form} data-test="answer-form">
      <AnswerFields form={form} id={answer.id} all={all} />
    </FormFrame>
  );
}

function ReadOnly({ answer, all }: { answer: CannedAnswer; all: Library }) {
  return (
    <Section title={`/${answer.shortcut}`} lead={sharedBy(answer, all)}>
      <Note kind="warn">
        <p>{tc.common.notYours}</p>
      </Note>
      {answer.texts.map((one) => (
        <FilledText key={one.language} text={one.text} language={one.language} values={{}} />
      ))}
    </Section>
  );
}

function Remove({ answer }: { answer: CannedAnswer }) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const remove = async () => {
    setBusy(true);
    setError(null);
    try {
      await request<void>('DELETE', `/api/v1/canned/${answer.id}`);
      say(tc.answers.removed(answer.title));
      leaveTo(address('settings', 'answers'), true);
    } catch (reason) {
      setError(reason);
      setBusy(false);
    }
  };
  return (
    <Section title={tc.answers.remove} lead={tc.answers.removeLead}>
      <div>
        <Button kind="danger" onClick={() => setAsking(true)} data-test="remove-answer">
          {tc.answers.removeConfirm}
        </Button>
      </div>
      {asking ? (
        <Confirm
          title={tc.answers.removeTitle(answer.title)}
          confirm={tc.answers.removeConfirm}
          kind="danger-full"
          busy={busy}
          onConfirm={() => void remove()}
          onClose={() => setAsking(false)}
        >
          <p>{tc.answers.removeForGood}</p>
          {error ? <ErrorNote error={error} /> : null}
        </Confirm>
      ) : null}
    </Section>
  );
}
