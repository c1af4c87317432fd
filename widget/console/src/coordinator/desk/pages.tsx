import type { Desk } from '@netreach/protocol';
import { request } from '../../api.ts';
import { address } from '../../router.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Note } from '../../ui/index.ts';
import { Loaded, useLoad } from '../parts/load.tsx';
import { NotHere, PageHead } from '../parts/page.tsx';
import { HoursPage } from './hours.tsx';
import { PairingPage } from './pairing.tsx';
import { DeskSettings } from './settings.tsx';
import { TextsPage } from './texts.tsx';

const PAGES = ['settings', 'hours', 'pairing', 'texts'] as const;
type PageName = (typeof PAGES)[number];

/** The pages of one desk, with the way between them. */
export function DeskPages({ id, page, onRenamed }: { id: string; page: string | undefined; onRenamed: () => void }) {
  const name = page === undefined ? 'settings' : PAGES.find((one) => one === page && one !== 'settings');
  const path = `/api/v1/desks/${encodeURIComponent(id)}`;
  const desk = useLoad(path, () => request<Desk>('GET', path));
  if (name === undefined) {
    return (
      <NotHere title={tc.common.nothingTitle} href={address('settings', 'desks', id)} back={tc.desk.pages.settings} />
    );
  }
  return (
    <Loaded of={desk}>
      {(value) => (
        <div class="stack-wide">
          <PageHead title={tc.desk.pageOf[name](value.name)} lead={tc.desk.leads[name]} />
          <nav aria-label={tc.overview.pagesOf(value.name)} class="page-tabs">
            {PAGES.map((one) => (
              <a
                key={one}
                class="page-tab"
                href={one === 'settings' ? address('settings', 'desks', id) : address('settings', 'desks', id, one)}
                aria-current={one === name ? 'page' : undefined}
                data-test={`desk-${one}`}
              >
                {tc.desk.pages[one]}
              </a>
            ))}
          </nav>
          {value.coordinator ? (
            <Page name={name} desk={value} onRenamed={onRenamed} />
          ) : (
            <Note kind="warn">
              <p>{tc.common.notYours}</p>
            </Note>
          )}
        </div>
      )}
    </Loaded>
  );
}

function Page({ name, desk, onRenamed }: { name: PageName; desk: Desk; onRenamed: () => void }) {
  switch (name) {
    case 'settings':
      return <DeskSettings desk={desk} onRenamed={onRenamed} />;
    case 'hours':
      return <HoursPage desk={desk} />;
    case 'pairing':
      return <PairingPage desk={desk} />;
    case 'texts':
      return <TextsPage desk={desk} />;
    default:
      return name satisfies never;
  }
}
