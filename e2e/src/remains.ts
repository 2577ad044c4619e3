import { readdirSync } from 'node:fs';
import path from 'node:path';
import { nameOf, processTable, type Row } from './process-table.ts';
import { everyRow, processesOf, runFolders } from './processes-of.ts';
import type { Quarantine } from './quarantine.ts';

const LOOK_MS = 250;

/**
 * Looks at a quarantine from outside, at the process table and the state folder, for what a job leaves behind. It
 * remembers every process that it has seen there, so that one which lost its parent is found too.
 */
export class Remains {
  readonly #quarantine: Quarantine;
  readonly #seen = new Map<string, Row>();
  readonly #timer: NodeJS.Timeout;
  /** Names of run folders that had a job when somebody looked: what shows that this look sees them. */
  readonly used = new Set<string>();

  constructor(quarantine: Quarantine) {
    this.#quarantine = quarantine;
    this.#timer = setInterval(() => this.look(), LOOK_MS);
  }

  get seen(): number {
    return this.#seen.size;
  }

  end(): void {
    clearInterval(this.#timer);
  }

  look(): void {
    for (const row of everyRow(processesOf(this.#quarantine))) this.#seen.set(nameOf(row), row);
    for (const name of runFolders(this.#quarantine).used) this.used.add(name);
  }

  /** What is there and should not be, now that every job has ended. Waiting sandboxes and workers are the product's. */
  ofEndedJobs(): string[] {
    const { all, used } = runFolders(this.#quarantine);
    const table = processTable();
    const processes = processesOf(this.#quarantine, table);
    const supervised = new Set(processes.sandboxes.map(({ run }) => run));
    const known = new Set(everyRow(processes).map(nameOf));
    return [
      ...used.map((name) => `workspace ${name}`),
      ...all.filter((name) => !supervised.has(name)).map((name) => `folder without supervisor ${name}`),
      ...[...supervised].filter((name) => !all.includes(name)).map((name) => `supervisor without folder ${name}`),
      ...this.#living(table).flatMap((row) => (known.has(nameOf(row)) ? [] : [`process ${row.pid} ${row.words}`])),
      ...readdirSync(path.join(this.#quarantine.home, 'service', 'spool', 'files')).map((name) => `output ${name}`),
    ];
  }

  /** Every process ever seen that still runs. */
  processes(): string[] {
    return this.#living(processTable()).map(({ pid, words }) => `process ${pid} ${words}`);
  }

  #living(table: readonly Row[]): Row[] {
    const { home } = this.#quarantine;
    return table.filter((row) => this.#seen.has(nameOf(row)) || row.words.includes(`${home}${path.sep}service`));
  }
}
