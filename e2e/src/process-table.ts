import { readFileSync, readdirSync } from 'node:fs';

/** A process as the kernel shows it; number and start time together name it for good. */
export interface Row {
  readonly pid: number;
  readonly parent: number;
  readonly started: string;
  /** Program and arguments, with spaces between. */
  readonly words: string;
}

/** All processes of this machine but those that have ended and wait for their parent. */
export function processTable(): Row[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => rowOf(name) ?? []);
}

function rowOf(name: string): Row | undefined {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
    // The program's name may hold anything, also brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
    return { pid: Number(name), parent: Number(fields[1]), started: fields[19] ?? '', words };
  } catch {
    return undefined;
  }
}

export const nameOf = ({ pid, started }: Pick<Row, 'pid' | 'started'>): string => `${pid}@${started}`;

/** The processes that `isRoot` names, and all their descendants. */
export function families(table: readonly Row[], isRoot: (row: Row) => boolean): Row[] {
  const family = new Set(table.filter(isRoot).map(({ pid }) => pid));
  for (let size = -1; size !== family.size;) {
    size = family.size;
    for (const { pid, parent } of table) if (family.has(parent)) family.add(pid);
  }
  return table.filter(({ pid }) => family.has(pid));
}

export const familyOf = (pid: number): Row[] => families(processTable(), (row) => row.pid === pid);
