import type { PolicyAnswer, PolicyEffect } from '@dq0/protocol';
import { compact } from '../answers/numbers.ts';
import { renderTable } from '../terminal/table.ts';

/** `no`, `yes`, or how far it goes. */
export function spokenAnswer({ permit, mostEpsilon, purpose }: PolicyAnswer): string {
  const declared = purpose === null || (!permit && mostEpsilon === null) ? '' : ` for ${purpose}`;
  if (mostEpsilon === null) return permit ? `yes${declared}` : 'no';
  return `${permit ? 'up to epsilon' : 'no, only to'} ${compact(mostEpsilon)}${declared}`;
}

/** Whom a change gives or takes something. */
export function renderEffects(changes: readonly PolicyEffect[]): string {
  if (changes.length === 0) return 'It changes nothing for anybody: what it says, other policies said before.';
  const rows = changes.map(({ kind, who, action, before, after }) => [
    kind === 'group' ? `group ${who}` : who,
    action,
    spokenAnswer(before),
    spokenAnswer(after),
  ]);
  return renderTable([{ title: 'who' }, { title: 'action' }, { title: 'before' }, { title: 'after' }], rows);
}
