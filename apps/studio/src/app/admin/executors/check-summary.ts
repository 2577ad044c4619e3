import type { ExecutorCheck } from '@dq0/protocol';

/** What a check says first. */
export function summaryOf({ ok, findings, milliseconds }: ExecutorCheck): string {
  const failed = findings.filter((finding) => !finding.ok).length;
  const outcome = ok
    ? 'All is as it should be.'
    : failed === 1
      ? 'One finding needs a look.'
      : `${failed} findings need a look.`;
  return `${outcome} The check took ${(milliseconds / 1000).toFixed(1)} s.`;
}
