import { sizeText, type Executor, type RuntimeEnvironment } from '@dq0/protocol';
import { printable } from '../terminal/printable.ts';
import { renderFacts, renderTable } from '../terminal/table.ts';

/** Of a digest, as the builder of environments names it. */
const DIGEST_SHOWN = 12;

export function renderExecutors(executors: readonly Executor[]): string {
  return executors.map(renderExecutor).join('\n\n');
}

function renderExecutor({ name, kind, isolation, atOnce, running, warm, environments }: Executor): string {
  const facts = renderFacts([
    ['executor', name],
    ['sandbox', kind],
    ['jobs', `${running} running, ${atOnce} at once`],
    ['kept ready', `${warm} ${warm === 1 ? 'sandbox' : 'sandboxes'} for each certified plugin`],
    ...isolation.map(
      ({ about, inForce, text }) => [about.replace('-', ' '), `${inForce ? 'yes' : 'NO '}  ${text}`] as const,
    ),
  ]);
  const table = renderTable(
    [
      { title: 'environment' },
      { title: 'python' },
      { title: 'state' },
      { title: 'size', align: 'right' },
      { title: 'digest' },
    ],
    environments.map(({ of, python, state, bytes, digest }) => {
      return [of, python, state, bytes === null ? '-' : sizeText(bytes), digest.slice(0, DIGEST_SHOWN)];
    }),
  );
  const next = environments.flatMap(nextStep);
  return [facts, table, ...next, `Try what keeps jobs in: dq0 executor check ${printable(name)}`].join('\n\n');
}

function nextStep({ of, remedy }: RuntimeEnvironment): string[] {
  return remedy === null ? [] : [printable(`${of}: ${remedy}`)];
}
