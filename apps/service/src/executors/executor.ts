import type { Isolation } from '@dq0/protocol';
import type { Plugin } from '../plugin-catalog/index.ts';

/** Limits of one job: seconds and bytes. */
export interface JobLimits {
  readonly wallSeconds: number;
  readonly memoryBytes: number;
  readonly diskBytes: number;
}

/** A place to run one job, without data yet. Its name survives a restart of the service. */
export interface PreparedRun {
  readonly name: string;
  /** Where inputs are put, as the service sees the folder. */
  readonly inputs: string;
  /** The same folders as the plugin sees them. */
  readonly inside: { readonly inputs: string; readonly outputs: string };
}

/** What a run's record says, in order. `finished` and `failed` are last words. */
export type RunEntry =
  | { readonly type: 'assigned' }
  | { readonly type: 'progress'; readonly value: number; readonly phase: string }
  | {
      readonly type: 'finished';
      readonly artifacts: { path: string; sha256: string; bytes: number }[];
      readonly noise: { kind: string; scale: string; values: number }[];
    }
  | { readonly type: 'failed'; readonly reason: string };

/** Entries that are new, and the place in the record after them. */
export interface RunReading {
  readonly entries: readonly RunEntry[];
  readonly offset: number;
  /** The supervisor has ended: nothing more will come. */
  readonly ended: boolean;
}

/**
 * Where plugins run. A run goes prepare, start, watch, then discard; every call but `prepare` takes the run's name and
 * may be repeated, also by a service that was started anew. A plugin is told its job by `start` at most once.
 */
export abstract class Executor {
  abstract readonly kind: 'bubblewrap' | 'none';
  /** What keeps a plugin in, as it was found when the service started. */
  abstract readonly isolation: readonly Isolation[];
  abstract prepare(plugin: Plugin): Promise<PreparedRun>;
  /** Waits until the run could be found again by a service started anew; false when it has ended instead. */
  abstract ready(run: string): Promise<boolean>;
  /** Hands over the job file (`job.json` among the inputs). */
  abstract start(run: string, limits: JobLimits): void;
  /** Waits for entries behind `offset`; answers without any after a while. */
  abstract watch(run: string, offset: number): Promise<RunReading>;
  /** Where an output lies until it is adopted. */
  abstract kept(run: string, sha256: string): string;
  abstract stop(run: string): Promise<void>;
  /** Ends what is left and removes the folder. */
  abstract discard(run: string): Promise<void>;
}
