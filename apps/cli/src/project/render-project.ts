import type { ProjectRecord } from '@dq0/protocol';
import { renderFacts, renderTable } from '../terminal/table.ts';

/** A project with its members. */
export function renderProject({ project, owner, orphaned, created, members, runs }: ProjectRecord): string {
  const facts = renderFacts([
    ['project', project],
    ['owner', orphaned ? `${owner}, whose account has ended` : owner],
    ['made', created],
    ['questions', String(runs)],
  ]);
  const table = renderTable(
    [{ title: 'member' }, { title: 'since' }],
    members.map(({ member, added }) => [member, added]),
    80,
  );
  return `${facts}\n\n${table}`;
}
