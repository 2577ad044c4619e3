import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { families, processTable, type Row } from './process-table.ts';
import type { Quarantine } from './quarantine.ts';

/** All processes of one quarantine, by what they are. */
export interface Processes {
  /** Redis, proxy, platform, service by name, as far as they live. */
  readonly named: Readonly<Record<string, Row>>;
  /** Planners and fetch workers with what they started. */
  readonly workers: readonly Row[];
  /** Supervisors of jobs, each with its sandbox. */
  readonly sandboxes: readonly { readonly run: string; readonly rows: readonly Row[] }[];
}

export function processesOf(quarantine: Quarantine, table: readonly Row[] = processTable()): Processes {
  const { children } = quarantine.run();
  const named = Object.fromEntries(
    Object.entries(children).flatMap(([name, { pid, started }]) => {
      const row = table.find((candidate) => candidate.pid === pid && candidate.started === started);
      return row ? [[name, row] as const] : [];
    }),
  );
  const sandboxes = table
    .filter(({ words }) => runOf(quarantine, words) !== undefined)
    .map((root) => ({
      run: runOf(quarantine, root.words) ?? '',
      rows: families(table, ({ pid }) => pid === root.pid),
    }));
  const supervised = new Set(sandboxes.flatMap(({ rows }) => rows.map(({ pid }) => pid)));
  const service = named['service']?.pid;
  const workers = families(table, ({ pid }) => pid === service).filter(
    ({ pid }) => pid !== service && !supervised.has(pid),
  );
  return { named, workers, sandboxes };
}

export const everyRow = ({ named, workers, sandboxes }: Processes): Row[] => [
  ...Object.values(named),
  ...workers,
  ...sandboxes.flatMap(({ rows }) => rows),
];

/** The run folder that a supervisor was started for; its command line ends with a file in it. */
function runOf({ home }: Quarantine, words: string): string | undefined {
  const runs = `${path.join(home, 'service', 'runs')}${path.sep}`;
  const at = words.includes(' -m dq0_supervisor ') ? words.lastIndexOf(runs) : -1;
  return at < 0 ? undefined : words.slice(at + runs.length).split(path.sep)[0];
}

/** Names of all run folders, and of those that have a job or something of one. */
export function runFolders({ home }: Quarantine): { all: string[]; used: string[] } {
  const runs = path.join(home, 'service', 'runs');
  const all = readdirSync(runs);
  return { all, used: all.filter((name) => isUsed(path.join(runs, name))) };
}

function isUsed(run: string): boolean {
  const record = path.join(run, 'record.ndjson');
  return (
    existsSync(path.join(run, 'in', 'job.json')) ||
    existsSync(path.join(run, 'kept')) ||
    (existsSync(record) && (statSync(record, { throwIfNoEntry: false })?.size ?? 0) > 0)
  );
}
