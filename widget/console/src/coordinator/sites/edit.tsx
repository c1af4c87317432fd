import type { Desk, NewSite, Project, Site, SiteChange } from '@netreach/protocol';
import { useState } from 'preact/hooks';
import { request } from '../../api.ts';
import { address } from '../../router.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Button, Confirm, ErrorNote, say } from '../../ui/index.ts';
import { changed } from '../logic/same.ts';
import { FormFrame, useForm } from '../parts/form.tsx';
import { leaveTo } from '../parts/guard.tsx';
import { Loaded, useLoad } from '../parts/load.tsx';
import { Copyable, NotHere, PageHead, Section } from '../parts/page.tsx';
import { blankSite, bodyOf, draftOf, problemsOf, type SiteDraft } from './draft.ts';
import { SiteFields } from './fields.tsx';

const back = () => ({ href: address('settings', 'sites'), label: tc.sites.title });

interface Around {
  readonly sites: readonly Site[];
  readonly projects: readonly Project[];
  readonly desks: readonly Desk[];
}

async function around(): Promise<Around> {
  const [sites, projects, desks] = await Promise.all([
    request<Site[]>('GET', '/api/v1/sites'),
    request<Project[]>('GET', '/api/v1/projects'),
    request<Desk[]>('GET', '/api/v1/desks'),
  ]);
  return { sites, projects, desks };
}

function ready(draft: SiteDraft): boolean {
  return Object.values(problemsOf(draft)).every((problem) => problem === undefined);
}

/** Adds a site; then its snippet is there to paste. */
export function SiteNew() {
  const all = useLoad('site new', around);
  return (
    <div class="stack-wide">
      <PageHead title={tc.sites.addTitle} lead={tc.sites.addLead} back={back()} />
      <Loaded of={all}>{(value) => <NewForm around={value} />}</Loaded>
    </div>
  );
}

function NewForm({ around: { projects, desks } }: { around: Around }) {
  const mine = projects.filter((project) => project.coordinator);
  const [start] = useState(() =>
    blankSite(mine.length === 1 ? (mine[0]?.id ?? '') : '', desks.length === 1 ? (desks[0]?.id ?? '') : ''),
  );
  const form = useForm(start, {
    ready,
    save: async (draft) => {
      const { exit_url, ...body } = bodyOf(draft);
      const site: NewSite = { ...body, project: draft.project, ...(exit_url === null ? {} : { exit_url }) };
      const made = await request<Site>('POST', '/api/v1/sites', site);
      say(tc.sites.added);
      leaveTo(address('settings', 'sites', made.id), true);
    },
  });
  return (
    <FormFrame form={form} save={tc.sites.addConfirm} adding data-test="site-form">
      <SiteFields form={form} projects={mine} desks={desks} projectFixed={false} />
    </FormFrame>
  );
}

/** Changes a site, and holds what to paste. */
export function SiteEdit({ id }: { id: string }) {
  const all = useLoad(`site ${id}`, around);
  return (
    <Loaded of={all}>
      {(value) => {
        const site = value.sites.find((one) => one.id === id);
        if (!site) {
          return <NotHere title={tc.sites.goneTitle} href={back().href} back={back().label} />;
        }
        return (
          <div class="stack-wide">
            <PageHead title={site.name} back={back()} />
            <Paste site={site} />
            <EditForm site={site} around={value} />
            <Remove site={site} />
          </div>
        );
      }}
    </Loaded>
  );
}

/** The snippet and the plain page. */
function Paste({ site }: { site: Site }) {
  return (
    <Section title={tc.sites.paste} lead={tc.sites.pasteLead} data-test="paste">
      <Copyable label={tc.sites.snippet} text={site.snippet} code data-test="snippet" />
      <p class="soft">{tc.sites.snippetHint}</p>
      <Copyable label={tc.sites.pageAddress} text={site.page_address} data-test="page-address" />
      <div>
        <a class="button button-plain" href={site.page_address} target="_blank" rel="noreferrer" data-test="open-page">
          {tc.sites.openPage}
        </a>
      </div>
    </Section>
  );
}

function EditForm({ site, around: { projects, desks } }: { site: Site; around: Around }) {
  const [before, setBefore] = useState(() => draftOf(site));
  const form = useForm(before, {
    ready,
    save: async (draft) => {
      const body: SiteChange = changed(bodyOf(before), bodyOf(draft));
      await request<unknown>('PATCH', `/api/v1/sites/${site.id}`, body);
      const now = { ...draft, origins: bodyOf(draft).origins.join('\n') };
      setBefore(now);
      return now;
    },
  });
  return (
    <FormFrame form={form} data-test="site-form">
      <SiteFields form={form} projects={projects} desks={desks} projectFixed />
    </FormFrame>
  );
}

function Remove({ site }: { site: Site }) {
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const remove = async () => {
    setBusy(true);
    setError(null);
    try {
      await request<void>('DELETE', `/api/v1/sites/${site.id}`);
      say(tc.sites.removed(site.name));
      leaveTo(address('settings', 'sites'), true);
    } catch (reason) {
      setError(reason);
      setBusy(false);
    }
  };
  return (
    <Section title={tc.sites.remove} lead={tc.sites.removeLead}>
      <div>
        <Button kind="danger" onClick={() => setAsking(true)} data-test="remove-site">
          {tc.sites.removeConfirm}
        </Button>
      </div>
      {asking ? (
        <Confirm
          title={tc.sites.removeTitle(site.name)}
          confirm={tc.sites.removeConfirm}
          kind="danger-full"
          busy={busy}
          onConfirm={() => void remove()}
          onClose={() => setAsking(false)}
        >
          <p>{tc.sites.removeText}</p>
          {error ? <ErrorNote error={error} /> : null}
        </Confirm>
      ) : null}
    </Section>
  );
}
