import { LANGUAGES_MAX, SHORTCUT_CHARS_MAX, TITLE_CHARS_MAX } from '@netreach/protocol';
import { useState } from 'preact/hooks';
import { toAdd } from '../../languages.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Badge, Button, Field, Note, Select } from '../../ui/index.ts';
import { languageName } from '../../words.ts';
import { clashes } from '../logic/shortcut.ts';
import { Choice } from '../parts/choice.tsx';
import type { Form } from '../parts/form.tsx';
import { Section } from '../parts/page.tsx';
import { atField } from '../parts/problems.ts';
import { type AnswerDraft, ownerOf, problemsOf, tagsOf } from './draft.ts';
import { LEVELS, type Library, sharedBy } from './list.tsx';
import { AnswerText } from './text.tsx';

/** Everything of a canned answer that can be written. */
export function AnswerFields({ form, id, all }: { form: Form<AnswerDraft>; id: string | null; all: Library }) {
  const { draft, set, error, tried } = form;
  const wrong = problemsOf(draft, id, all);
  return (
    <>
      <Section title={tc.answers.finding}>
        <Field
          label={tc.answers.titleLabel}
          hint={tc.answers.titleHint}
          value={draft.title}
          maxLength={TITLE_CHARS_MAX}
          autocomplete="off"
          error={(tried ? wrong.title : undefined) ?? atField(error, 'title')}
          onInput={(event) => set({ title: event.currentTarget.value })}
          data-test="answer-title"
        />
        <Field
          label={tc.answers.shortcut}
          hint={tc.answers.shortcutHint}
          class="input input-mono"
          value={draft.shortcut}
          maxLength={SHORTCUT_CHARS_MAX + 1}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          error={(tried || draft.shortcut !== '' ? wrong.shortcut : undefined) ?? atField(error, 'shortcut')}
          onInput={(event) => set({ shortcut: event.currentTarget.value })}
          data-test="shortcut"
        />
        <Neighbours draft={draft} id={id} all={all} />
        <div class="stack-tight">
          <Field
            label={tc.answers.tags}
            hint={tc.answers.tagsHint}
            value={draft.tags}
            autocomplete="off"
            error={wrong.tags ?? atField(error, 'tags')}
            onInput={(event) => set({ tags: event.currentTarget.value })}
            data-test="tags"
          />
          <div class="row" aria-hidden="true">
            {tagsOf(draft).map((tag) => (
              <Badge key={tag}>{tag}</Badge>
            ))}
          </div>
        </div>
      </Section>
      <Section title={tc.answers.sharing}>
        {id === null ? (
          <Sharing form={form} all={all} />
        ) : (
          <p data-test="shared-by">{tc.answers.sharedStays(sharedBy(ownerOf(draft), all))}</p>
        )}
      </Section>
      <Texts form={form} all={all} />
    </>
  );
}

/** Other answers with the same shortcut that do not forbid it: who comes first is said. */
function Neighbours({ draft, id, all }: { draft: AnswerDraft; id: string | null; all: Library }) {
  const near = clashes(all.answers, id, draft.shortcut, ownerOf(draft)).filter((clash) => clash.kind !== 'same');
  if (near.length === 0) return null;
  return (
    <Note kind="warn" data-test="shortcut-neighbours">
      <ul class="plain-list">
        {near.map(({ answer, kind }) => (
          <li key={answer.id}>
            {kind === 'covers'
              ? tc.answers.covers(answer.title, sharedBy(answer, all))
              : tc.answers.covered(answer.title, sharedBy(answer, all))}
          </li>
        ))}
      </ul>
    </Note>
  );
}

function Sharing({ form, all }: { form: Form<AnswerDraft>; all: Library }) {
  const { draft, set, error, tried } = form;
  const wrong = problemsOf(draft, null, all);
  const choose = (list: readonly { id: string; name: string }[]) => [
    { value: '', label: tc.common.choose },
    ...list.map((one) => ({ value: one.id, label: one.name })),
  ];
  return (
    <>
      <Choice
        label={tc.answers.whoShares}
        value={draft.level}
        error={atField(error, 'level')}
        options={LEVELS.map((value) => ({
          value,
          label: tc.answers.levels[value].label,
          means: tc.answers.levels[value].means,
        }))}
        onChange={(level) => set({ level })}
        data-test="level"
      />
      {draft.level === 'desk' ? (
        <Select
          label={tc.answers.desk}
          value={draft.desk}
          error={(tried ? wrong.desk : undefined) ?? atField(error, 'desk')}
          options={choose(all.desks.filter((desk) => desk.coordinator))}
          onChange={(event) => set({ desk: event.currentTarget.value })}
          data-test="answer-desk"
        />
      ) : null}
      {draft.level === 'project' ? (
        <Select
          label={tc.answers.project}
          value={draft.project}
          error={(tried ? wrong.project : undefined) ?? atField(error, 'project')}
          options={choose(all.projects.filter((project) => project.coordinator))}
          onChange={(event) => set({ project: event.currentTarget.value })}
          data-test="answer-project"
        />
      ) : null}
    </>
  );
}

function Texts({ form, all }: { form: Form<AnswerDraft>; all: Library }) {
  const { draft, set, error, tried } = form;
  const [next, setNext] = useState('');
  const wrong = problemsOf(draft, null, all).texts;
  const have = draft.texts.map((one) => one.language);
  const wanted = [...new Set(all.desks.flatMap((desk) => desk.languages))].filter((tag) => !have.includes(tag));
  const add = (language: string) => set({ texts: [...draft.texts, { language, text: '' }] });
  return (
    <Section title={tc.answers.texts} lead={tc.answers.textsLead}>
      {wrong ? <p class="field-error">{wrong}</p> : null}
      {draft.texts.map((one, index) => (
        <AnswerText
          key={one.language}
          text={one}
          all={all}
          draft={draft}
          tried={tried}
          error={atField(error, `texts[${index}]`)}
          onInput={(text) => set({ texts: draft.texts.map((other) => (other === one ? { ...one, text } : other)) })}
          onRemove={
            draft.texts.length > 1 ? () => set({ texts: draft.texts.filter((other) => other !== one) }) : undefined
          }
        />
      ))}
      {draft.texts.length < LANGUAGES_MAX ? (
        <div class="stack-tight">
          {wanted.length > 0 ? (
            <div class="row">
              <span class="small soft">{tc.answers.deskLanguages}</span>
              {wanted.map((tag) => (
                <Button small key={tag} onClick={() => add(tag)} data-test={`add-text-${tag}`}>
                  {tc.answers.addIn(languageName(tag))}
                </Button>
              ))}
            </div>
          ) : null}
          <div class="add-row">
            <Select
              label={tc.answers.otherLanguage}
              value={next}
              options={[{ value: '', label: tc.common.chooseLanguage }, ...toAdd(have)]}
              onChange={(event) => setNext(event.currentTarget.value)}
              data-test="text-language"
            />
            <Button
              aria-disabled={next === '' ? true : undefined}
              onClick={() => {
                add(next);
                setNext('');
              }}
              data-test="add-text"
            >
              {tc.common.add}
            </Button>
          </div>
        </div>
      ) : null}
    </Section>
  );
}
