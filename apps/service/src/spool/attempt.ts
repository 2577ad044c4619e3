import type { JobOrder, ServiceEvent } from '@dq0/protocol';

/**
 * Where an attempt is here. `running` is written before a plugin is handed its job and never left backwards once the
 * plugin's supervisor has noted the job, so no attempt draws its noise twice.
 */
export type Phase = 'ordered' | 'picked' | 'granted' | 'running' | 'finished' | 'failed' | 'superseded';

export interface AttemptId {
  readonly job: string;
  readonly attempt: number;
}

export interface Attempt extends AttemptId {
  readonly epoch: number;
  /** SHA-256 of the order's canonical JSON. */
  readonly digest: string;
  readonly order: JobOrder;
  readonly phase: Phase;
  /** What the grant brought of a database: its credential, sealed to this service. */
  readonly credential: string | null;
  /** Name of its folder among the run folders, from `granted` on. */
  readonly runFolder: string | null;
  /** Bytes of the run's record that have become events. */
  readonly runOffset: number;
}

type WithoutFrame<Event> = Event extends unknown ? Omit<Event, 'seq' | 'job' | 'attempt' | 'epoch' | 'time'> : never;
/** An event before it has a place in the feed. */
export type NewEvent = WithoutFrame<ServiceEvent>;

export interface Output {
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
}
