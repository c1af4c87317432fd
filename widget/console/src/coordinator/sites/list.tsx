import type { Desk, Project, Site } from '@netreach/protocol';
import { request } from '../../api.ts';
import { address } from '../../router.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Badge, Empty, Icon } from '../../ui/index.ts';
import { Loaded, useLoad } from '../parts/load.tsx';
import { PageHead } from '../parts/page.tsx';
import { Rows } from '../parts/rows.tsx';

/** The websites that carry the widget. */
export function SiteList() {
  const all = useLoad('sites', () =>
    Promise.all([
      request<Site[]>('GET', '/api/v1/sites'),
      request<Project[]>('GET', '/api/v1/projects'),
      request<Desk[]>('GET', '/api/v1/desks'),
    ]),
  );
  const add = (
    <a class="button button-primary" href={address('settings', 'sites', 'new')} data-test="add-site">
      <Icon name="plus" /> {tc.sites.add}
    </a>
  );
  return (
    <div class="stack-wide">
      <PageHead title={tc.sites.title} lead={tc.sites.lead}>
        {all.state === 'ready' && all.value[0].length > 0 ? add : null}
      </PageHead>
      <Loaded of={all}>
        {([sites, projects, desks]) =>
          sites.length === 0 ? (
            <Empty icon="globe" title={tc.sites.emptyTitle}>
              <p>{tc.sites.empty}</p>
              {add}
            </Empty>
          ) : (
            <Rows
              label={tc.sites.title}
              rows={sites}
              rowKey={(site) => site.id}
              href={(site) => address('settings', 'sites', site.id)}
              title={(site) => site.name}
              sub={(site) =>
                tc.sites.ofAndOn(
                  projects.find((one) => one.id === site.project)?.name ?? '',
                  desks.find((one) => one.id === site.desk)?.name ?? '',
                )
              }
              cells={(site) =>
                site.origins.length === 0 ? (
                  <Badge>{tc.sites.pageOnly}</Badge>
                ) : (
                  site.origins.map((origin) => (
                    <span class="origin" key={origin}>
                      {origin.replace(/^https:\/\//, '')}
                    </span>
                  ))
                )
              }
              data-test="sites"
            />
          )
        }
      </Loaded>
    </div>
  );
}
