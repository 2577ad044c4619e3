import { z } from 'zod';
import { Sha256 } from '../vocabulary.ts';

export const SandboxKind = z.enum(['bubblewrap', 'none']);

/** One side of what keeps a job in, as it was found when the service started. */
export const Isolation = z.strictObject({
  about: z.enum(['files', 'network', 'processes', 'user', 'rights', 'calls', 'limits', 'control-group']),
  inForce: z.boolean(),
  text: z.string(),
});
export type Isolation = z.infer<typeof Isolation>;

/** A Python environment, built once for each lock file. */
export const RuntimeEnvironment = z.strictObject({
  /** A plugin, `service` for the service's own, `databases` for the drivers of databases. */
  of: z.string(),
  /** The version of Python; as it is asked for until the environment is there. */
  python: z.string(),
  /** Of the lock file with the Python and the processor that it is for. */
  digest: Sha256,
  state: z.enum(['ready', 'preparing', 'missing', 'failed']),
  bytes: z.int().nonnegative().nullable(),
  /** The next step; null where there is nothing to do. */
  remedy: z.string().nullable(),
});
export type RuntimeEnvironment = z.infer<typeof RuntimeEnvironment>;

/** Where jobs run, as the service knows it. What runs there is for the platform to tell. */
export const ServiceExecutor = z.strictObject({
  name: z.string(),
  kind: SandboxKind,
  isolation: z.array(Isolation),
  /** Jobs at the same time. */
  atOnce: z.int().positive(),
  /** Sandboxes kept started for each certified plugin: the number that is wanted, not how many wait now. */
  warm: z.int().nonnegative(),
  environments: z.array(RuntimeEnvironment),
});
export type ServiceExecutor = z.infer<typeof ServiceExecutor>;

export const CheckFinding = z.strictObject({
  name: z.enum([
    'start',
    'output',
    'time',
    'end',
    'network',
    'socket',
    'read',
    'write',
    'processes',
    'rights',
    'calls',
    'limits',
    'environment',
  ]),
  /** Whether this is to work, or to be refused. */
  wanted: z.enum(['works', 'refused']),
  ok: z.boolean(),
  tried: z.string(),
  found: z.string(),
  /** What it means and what to do; null where it is as it should be. */
  remedy: z.string().nullable(),
  milliseconds: z.int().nonnegative(),
});
export type CheckFinding = z.infer<typeof CheckFinding>;

/** What came of a job without data that tried to break out. */
export const ExecutorCheck = z.strictObject({
  executor: z.string(),
  kind: SandboxKind,
  /** Every finding is as it should be. */
  ok: z.boolean(),
  milliseconds: z.int().nonnegative(),
  findings: z.array(CheckFinding),
});
export type ExecutorCheck = z.infer<typeof ExecutorCheck>;
