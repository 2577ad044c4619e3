import { endText, type AccessRecord } from '@dq0/protocol';
import { printable } from '../terminal/printable.ts';
import { renderFacts } from '../terminal/table.ts';

/** `ada@example.org: census for labour-study` */
export function accessText({ user, dataset, purpose }: Pick<AccessRecord, 'user' | 'dataset' | 'purpose'>): string {
  return printable(`${user}: ${dataset} for ${purpose}`);
}

/** Everything about a request. */
export function renderAccess(access: AccessRecord): string {
  const { request, dataset, user, purpose, reason, until, state, requested, expires, decided, policy } = access;
  return renderFacts([
    ['request', request],
    ['data set', dataset],
    ['who', user],
    ['purpose', purpose],
    ['reason', reason],
    ['state', state],
    ['requested', requested],
    ...(until === null ? [] : [['wished until', endText(until)] as const]),
    ...(state === 'open' ? [['ends undecided', expires] as const] : []),
    ...(decided === null ? [] : [['decided', decided] as const]),
    ...(policy === null ? [] : [['policy', policy] as const]),
  ]);
}
