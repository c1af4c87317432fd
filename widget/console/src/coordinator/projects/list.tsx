import type { Project } from '@netreach/protocol';
import { request } from '../../api.ts';
import { address } from '../../router.ts';
import { coordinator as tc } from '../../text/coordinator.en.ts';
import { Badge, Empty } from '../../ui/index.ts';
import { Loaded, useLoad } from '../parts/load.tsx';
import { PageHead } from '../parts/page.tsx';
import { Rows } from '../parts/rows.tsx';

/** The projects of the consortium. */
export function ProjectList() {
  const projects = useLoad('projects', () => request<Project[]>('GET', '/api/v1/projects'));
  return (
    <div class="stack-wide">
      <PageHead title={tc.projects.title} lead={tc.projects.lead} />
      <Loaded of={projects}>
        {(all) =>
          all.length === 0 ? (
            <Empty icon="person" title={tc.projects.emptyTitle}>
              <p>{tc.projects.empty}</p>
            </Empty>
          ) : (
            <Rows
              label={tc.projects.title}
              rows={all}
              rowKey={(project) => project.id}
              href={(project) => address('settings', 'projects', project.id)}
              title={(project) => project.name}
              sub={(project) => project.town}
              cells={(project) => (
                <span class="soft">{tc.projects.variablesCount(Object.keys(project.variables).length)}</span>
              )}
              end={(project) => (project.coordinator ? <Badge kind="accent">{tc.projects.yours}</Badge> : null)}
              data-test="projects"
            />
          )
        }
      </Loaded>
    </div>
  );
}
