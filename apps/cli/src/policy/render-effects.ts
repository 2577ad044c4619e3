import { consequenceLines, type PolicyAnswer, type PolicyConsequences } from '@dq0/protocol';
import { compact } from '../answers/numbers.ts';
import { printable } from '../terminal/printable.ts';
import { renderTable } from '../terminal/table.ts';

/** `no`, `yes`, or how far it goes. */
export function spokenAnswer({ permit, mostEpsilon, purpose }: PolicyAnswer): string {
  const declared = purpose === null || (!permit && mostEpsilon === null) ? '' : ` for ${purpose}`;
  if (mostEpsilon === null) return permit ? `yes${declared}` : 'no';
  return `${permit ? 'up to epsilon' : 'no, only to'} ${compact(mostEpsilon)}${declared}`;
}

/** What a change says otherwise, and whom it gives or takes something. */
export function renderEffects(consequences: PolicyConsequences): string {
  const lines = consequenceLines(consequences).map(printable).join('\n');
  const rows = consequences.changes.map(({ kind, who, action, before, after }) => [
    kind === 'group' ? `group ${who}` : who,
    action,
    spokenAnswer(before),
    spokenAnswer(after),
  ]);
  if (rows.length === 0) return lines;
  const table = renderTable([{ title: 'who' }, { title: 'action' }, { title: 'before' }, { title: 'after' }], rows);
  return lines === '' ? table : `${lines}\n\n${table}`;
}
