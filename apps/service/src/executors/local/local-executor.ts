import { mkdirSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { newMessageId } from '@dq0/encryption';
import type { Isolation } from '@dq0/protocol';
import type { Plugin } from '../../plugin-catalog/index.ts';
import type { Runtime } from '../../runtimes/index.ts';
import { Executor, type JobLimits, type PreparedRun, type RunReading } from '../executor.ts';
import { FolderWatch } from './folder-watch.ts';
import { RunFolder } from './run-folder.ts';
import { readRecord } from './run-record.ts';
import type { Sandbox } from './sandbox.ts';
import { SupervisorProcess } from './supervisor-process.ts';

const watchMilliseconds = 250;
const stopMilliseconds = 5000;
const inside = { inputs: '/job/in', outputs: '/job/out' };
/** Descriptor of the filter in a supervised sandbox: 0 to 2 are the usual ones, 3 carries events. */
const filterDescriptor = 4;
const mostProcesses = 128;
const never = new Promise<undefined>(() => undefined);

export interface LocalExecutorSettings {
  /** Folder of all run folders. */
  readonly runs: string;
  readonly own: Runtime;
  readonly sandbox: Sandbox;
}

/** Runs plugins on this machine: one supervisor and, where it works, one bubblewrap sandbox for each job. */
export class LocalExecutor extends Executor {
  readonly #settings: LocalExecutorSettings;
  readonly #supervisors = new Map<string, SupervisorProcess>();

  constructor(settings: LocalExecutorSettings) {
    super();
    this.#settings = settings;
    mkdirSync(settings.runs, { recursive: true, mode: 0o700 });
  }

  override get kind(): 'bubblewrap' | 'none' {
    return this.#settings.sandbox.kind;
  }

  override get isolation(): readonly Isolation[] {
    return this.#settings.sandbox.isolation;
  }

  override prepare(plugin: Plugin): Promise<PreparedRun> {
    const { runs, own, sandbox } = this.#settings;
    const folder = new RunFolder(runs, newMessageId());
    const uid = sandbox.nextUid();
    folder.make(uid);
    const { memory, disk } = plugin.manifest.resources;
    const program = {
      command: warm(plugin),
      runtime: plugin.runtime,
      pluginFolder: plugin.folder,
      readable: [[folder.inputs, inside.inputs]] as const,
      writable: [[folder.outputs, inside.outputs]] as const,
      limits: { memoryBytes: memory, fileBytes: disk, processes: mostProcesses },
    };
    const launchable = sandbox.launchable(program, uid, filterDescriptor);
    folder.writeLaunch({ ...launchable, folder: folder.path, out: folder.outputs });
    const supervisor = new SupervisorProcess(folder, own);
    this.#supervisors.set(folder.name, supervisor);
    void supervisor.ended.then(() => {
      this.#supervisors.delete(folder.name);
    });
    return Promise.resolve({ name: folder.name, inputs: folder.inputs, inside: this.#inside(folder) });
  }

  /** Whether a prepared run still waits for its job. */
  waits(run: string): boolean {
    return this.#supervisors.get(run)?.alive ?? false;
  }

  override async ready(run: string): Promise<boolean> {
    const folder = this.#folder(run);
    while (this.waits(run)) {
      const changes = new FolderWatch(folder.path);
      try {
        if (folder.supervisor() !== undefined) return true;
        await changes.wait(watchMilliseconds, this.#endOf(run));
      } finally {
        changes.close();
      }
    }
    return false;
  }

  override start(run: string, limits: JobLimits): void {
    const folder = this.#folder(run);
    this.#supervisors.get(run)?.assign(`${this.#inside(folder).inputs}/job.json`, limits);
  }

  override async watch(run: string, offset: number): Promise<RunReading> {
    const folder = this.#folder(run);
    const changes = new FolderWatch(folder.path);
    try {
      // Asked before reading: what a supervisor wrote before its end is then always seen.
      const ended = !this.#lives(folder);
      const reading = readRecord(folder.record, offset);
      if (reading.entries.length > 0 || ended) return { ...reading, ended };
      await changes.wait(watchMilliseconds, this.#endOf(run));
      return { ...readRecord(folder.record, offset), ended: false };
    } finally {
      changes.close();
    }
  }

  override kept(run: string, sha256: string): string {
    return this.#folder(run).kept(sha256);
  }

  override async stop(run: string): Promise<void> {
    const folder = this.#folder(run);
    this.#supervisors.get(run)?.dismiss();
    const end = Date.now() + stopMilliseconds;
    while (this.#lives(folder)) {
      const pid = folder.supervisor();
      if (pid !== undefined) kill(pid, Date.now() > end ? 'SIGKILL' : 'SIGTERM');
      await pause(10);
    }
  }

  override async discard(run: string): Promise<void> {
    await this.stop(run);
    this.#folder(run).remove();
  }

  /** Removes folders that belong to no attempt: sandboxes that waited when the service ended. */
  async sweep(used: ReadonlySet<string>): Promise<void> {
    for (const folder of RunFolder.all(this.#settings.runs)) {
      if (!used.has(folder.name) && !this.#supervisors.has(folder.name)) await this.discard(folder.name);
    }
  }

  #endOf(run: string): Promise<unknown> {
    return this.#supervisors.get(run)?.ended ?? never;
  }

  #folder(run: string): RunFolder {
    return new RunFolder(this.#settings.runs, run);
  }

  #inside(folder: RunFolder): PreparedRun['inside'] {
    return this.kind === 'none' ? { inputs: folder.inputs, outputs: folder.outputs } : inside;
  }

  #lives(folder: RunFolder): boolean {
    return this.waits(folder.name) || folder.supervisor() !== undefined;
  }
}

/** Every plugin is started before it has a job and waits for the path of its job file on standard input. */
function warm({ manifest }: Plugin): readonly string[] {
  return [...manifest.entry.run, '--warm'];
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself meanwhile.
  }
}
