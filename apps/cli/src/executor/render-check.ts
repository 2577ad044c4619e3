import type { CheckFinding, ExecutorCheck } from '@dq0/protocol';
import { printable } from '../terminal/printable.ts';

export function renderCheck({ executor, kind, ok, milliseconds, findings }: ExecutorCheck): string {
  const failed = findings.filter((finding) => !finding.ok).length;
  const sandbox = kind === 'none' ? 'without a sandbox' : `in ${kind}`;
  const outcome = ok ? 'all is as it should be' : `${failed} of ${findings.length} findings need a look`;
  const last = `${executor}, ${sandbox}: ${outcome}. It took ${(milliseconds / 1000).toFixed(1)} s.`;
  return [...findings.map(renderFinding), '', printable(last)].join('\n');
}

/** 8: what must be refused was not. 1: what must work did not. */
export function exitOf({ findings }: ExecutorCheck): number {
  const failed = findings.filter(({ ok }) => !ok);
  if (failed.length === 0) return 0;
  return failed.some(({ wanted }) => wanted === 'refused') ? 8 : 1;
}

function renderFinding({ ok, tried, found, remedy, milliseconds }: CheckFinding): string {
  const line = `${ok ? 'ok     ' : 'PROBLEM'}  ${printable(`${tried}: ${found}`)} (${milliseconds} ms)`;
  return remedy === null ? line : `${line}\n         What to do: ${printable(remedy)}`;
}
