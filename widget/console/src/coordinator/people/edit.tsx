import type { NewPerson, Person, PersonChange, Project } from '@netreach/protocol';
import { PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, SIGN_IN_CHARS_MAX } from '@netreach/protocol';
import { useState } from 'preact/hooks';
import { request } from '../../api.ts';
import { address } from '../../router.ts';
import { me } from '../../session.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Button, Confirm, Dialog, ErrorNote, Field, Note, say } from '../../ui/index.ts';
import { makePassword } from '../logic/password.ts';
import { changed } from '../logic/same.ts';
import { FormFrame, useForm } from '../parts/form.tsx';
import { leaveTo } from '../parts/guard.tsx';
import { Loaded, useLoad } from '../parts/load.tsx';
import { Copyable, NotHere, PageHead, Section } from '../parts/page.tsx';
import { atField } from '../parts/problems.ts';
import { blankPerson, bodyOf, draftOf, type PersonDraft, problemsOf } from './draft.ts';
import { PersonFields } from './fields.tsx';
import { everybody } from './list.tsx';

const back = () => ({ href: address('settings', 'people'), label: tc.people.title });

async function projectsOfMine(): Promise<Project[]> {
  return (await request<Project[]>('GET', '/api/v1/projects')).filter((project) => project.coordinator);
}

function generated(): string {
  return makePassword((bytes) => crypto.getRandomValues(bytes));
}

function problemOfPassword(password: string): string | undefined {
  const length = [...password].length;
  if (length < PASSWORD_CHARS_MIN) return tc.people.passwordShort(PASSWORD_CHARS_MIN);
  return length > PASSWORD_CHARS_MAX ? tc.common.tooLong(length, PASSWORD_CHARS_MAX) : undefined;
}

/** Adds a person. */
export function PersonNew() {
  const projects = useLoad('projects of mine', projectsOfMine);
  return (
    <div class="stack-wide">
      <PageHead title={tc.people.addTitle} lead={tc.people.addLead} back={back()} />
      <Loaded of={projects}>{(all) => <NewForm projects={all} />}</Loaded>
    </div>
  );
}

function NewForm({ projects }: { projects: readonly Project[] }) {
  const [added, setAdded] = useState<{ id: string; signIn: string; password: string } | null>(null);
  const [start] = useState(() => ({ ...blankPerson(projects.map((project) => project.id)), password: generated() }));
  const form = useForm<PersonDraft & { password: string }>(start, {
    ready: (draft) =>
      Object.values(problemsOf(draft)).every((problem) => problem === undefined) &&
      problemOfPassword(draft.password) === undefined,
    save: async (draft) => {
      const body: NewPerson = { sign_in: draft.signIn.trim(), password: draft.password, ...bodyOf(draft) };
      const person = await request<Person>('POST', '/api/v1/people', body);
      setAdded({ id: person.id, signIn: person.sign_in, password: draft.password });
    },
  });
  const { draft, set, error, tried } = form;
  return (
    <FormFrame form={form} save={tc.people.addConfirm} adding data-test="person-form">
      <Section title={tc.people.signingIn}>
        <Field
          label={tc.people.signIn}
          hint={tc.people.signInHint}
          value={draft.signIn}
          maxLength={SIGN_IN_CHARS_MAX}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          error={(tried || draft.signIn !== '' ? problemsOf(draft).signIn : undefined) ?? atField(error, 'sign_in')}
          onInput={(event) => set({ signIn: event.currentTarget.value })}
          data-test="sign-in-name"
        />
        <PasswordField
          label={tc.people.firstPassword}
          value={draft.password}
          error={problemOfPassword(draft.password) ?? atField(error, 'password')}
          onChange={(password) => set({ password })}
        />
      </Section>
      <PersonFields form={form} projects={projects} />
      {added ? (
        <PasswordDialog
          title={tc.people.addedTitle}
          signIn={added.signIn}
          password={added.password}
          onClose={() => leaveTo(address('settings', 'people'))}
        />
      ) : null}
    </FormFrame>
  );
}

function PasswordField({
  label,
  value,
  error,
  onChange,
}: {
  label: string;
  value: string;
  error: string | undefined;
  onChange: (password: string) => void;
}) {
  return (
    <Field
      label={label}
      hint={tc.people.firstPasswordHint}
      class="input input-mono"
      value={value}
      autocomplete="off"
      autocapitalize="none"
      spellcheck={false}
      error={error}
      onInput={(event) => onChange(event.currentTarget.value)}
      data-test="new-password"
      after={
        <Button onClick={() => onChange(generated())} data-test="generate">
          {tc.people.generate}
        </Button>
      }
    />
  );
}

/** What to tell the person; it is shown this once. */
function PasswordDialog({
  title,
  signIn,
  password,
  onClose,
}: {
  title: string;
  signIn: string;
  password: string;
  onClose: () => void;
}) {
  return (
    <Dialog title={title} onClose={onClose} data-test="password-dialog">
      <p>{tc.people.tellThem}</p>
      <Copyable label={tc.people.signIn} text={signIn} data-test="told-sign-in" />
      <Copyable label={tc.people.password} text={password} data-test="told-password" />
      <p class="soft">{tc.people.tellThemHow}</p>
      <div class="dialog-actions">
        <Button kind="primary" onClick={onClose} data-test="password-told">
          {tc.people.told}
        </Button>
      </div>
    </Dialog>
  );
}

/** Changes a person who is there. */
export function PersonEdit({ id }: { id: string }) {
  const both = useLoad(`person ${id}`, () => Promise.all([everybody(), projectsOfMine()]));
  return (
    <Loaded of={both}>
      {([people, projects], reload) => {
        const person = people.find((one) => one.id === id);
        if (!person) {
          return <NotHere title={tc.people.goneTitle} href={back().href} back={back().label} />;
        }
        return (
          <div class="stack-wide">
            <PageHead title={person.screen_name} lead={tc.people.signsInAs(person.sign_in)} back={back()} />
            {person.disabled ? (
              <Note kind="warn" data-test="is-disabled">
                <p>{tc.people.isDisabled}</p>
              </Note>
            ) : null}
            <EditForm person={person} projects={projects} />
            <Access person={person} onChanged={reload} />
          </div>
        );
      }}
    </Loaded>
  );
}

function EditForm({ person, projects }: { person: Person; projects: readonly Project[] }) {
  const [before, setBefore] = useState(() => draftOf(person));
  const form = useForm<PersonDraft>(before, {
    ready: (draft) => Object.values(problemsOf(draft)).every((problem) => problem === undefined),
    save: async (draft) => {
      const body: PersonChange = changed(bodyOf(before), bodyOf(draft));
      await request<unknown>('PATCH', `/api/v1/people/${person.id}`, body);
      setBefore(draft);
    },
  });
  return (
    <FormFrame form={form} data-test="person-form">
      <PersonFields form={form} projects={projects} />
    </FormFrame>
  );
}

/** Password and keeping out: for people who are in this coordinator's hands alone. */
function Access({ person, onChanged }: { person: Person; onChanged: () => void }) {
  const [asking, setAsking] = useState<'password' | 'disable' | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [told, setTold] = useState<string | null>(null);
  const self = me.value?.person === person.id;
  const keepOut = async (disabled: boolean) => {
    setBusy(true);
    setError(null);
    try {
      if (disabled) await request<void>('DELETE', `/api/v1/people/${person.id}`);
      else await request<unknown>('PATCH', `/api/v1/people/${person.id}`, { disabled: false });
      say(disabled ? tc.people.nowDisabled(person.screen_name) : tc.people.nowEnabled(person.screen_name));
      setAsking(null);
      onChanged();
    } catch (reason) {
      setError(reason);
    }
    setBusy(false);
  };
  return (
    <Section title={tc.people.access} data-test="access">
      {self ? <p class="soft">{tc.people.thisIsYou}</p> : null}
      {!self && !person.in_your_hands ? <p class="soft">{tc.people.notInYourHands}</p> : null}
      {!self && person.in_your_hands ? (
        <>
          <div class="row">
            <Button onClick={() => setAsking('password')} data-test="set-password">
              {tc.people.setPassword}
            </Button>
            {person.disabled ? (
              <Button busy={busy} onClick={() => void keepOut(false)} data-test="enable">
                {tc.people.enable}
              </Button>
            ) : (
              <Button kind="danger" onClick={() => setAsking('disable')} data-test="disable">
                {tc.people.disable}
              </Button>
            )}
          </div>
          {error && asking === null ? <ErrorNote error={error} /> : null}
        </>
      ) : null}
      {asking === 'disable' ? (
        <Confirm
          title={tc.people.disableTitle(person.screen_name)}
          confirm={tc.people.disableConfirm}
          kind="danger-full"
          busy={busy}
          onConfirm={() => void keepOut(true)}
          onClose={() => setAsking(null)}
          data-test="disable-dialog"
        >
          <p>{tc.people.disableText}</p>
          {error ? <ErrorNote error={error} /> : null}
        </Confirm>
      ) : null}
      {asking === 'password' ? (
        <NewPasswordDialog
          person={person}
          onClose={() => setAsking(null)}
          onDone={(password) => {
            setAsking(null);
            setTold(password);
          }}
        />
      ) : null}
      {told !== null ? (
        <PasswordDialog
          title={tc.people.passwordSetTitle}
          signIn={person.sign_in}
          password={told}
          onClose={() => setTold(null)}
        />
      ) : null}
    </Section>
  );
}

function NewPasswordDialog({
  person,
  onDone,
  onClose,
}: {
  person: Person;
  onDone: (password: string) => void;
  onClose: () => void;
}) {
  const [password, setPassword] = useState(generated);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const wrong = problemOfPassword(password);
  const save = async (event: Event) => {
    event.preventDefault();
    if (wrong || busy) return;
    setBusy(true);
    setError(null);
    try {
      await request<void>('POST', `/api/v1/people/${person.id}/password`, { new: password });
      onDone(password);
    } catch (reason) {
      setError(reason);
      setBusy(false);
    }
  };
  return (
    <Dialog title={tc.people.newPasswordTitle(person.screen_name)} onClose={onClose} data-test="new-password-dialog">
      <form class="stack" onSubmit={(event) => void save(event)} noValidate>
        <p>{tc.people.newPasswordText}</p>
        <PasswordField
          label={tc.people.newPassword}
          value={password}
          error={wrong ?? atField(error, 'new')}
          onChange={(value) => {
            setPassword(value);
            setError(null);
          }}
        />
        {error && !atField(error, 'new') ? <ErrorNote error={error} /> : null}
        <div class="dialog-actions">
          <Button onClick={onClose}>{tc.common.cancel}</Button>
          <Button kind="primary" type="submit" busy={busy} data-test="new-password-save">
            {tc.people.setPassword}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
