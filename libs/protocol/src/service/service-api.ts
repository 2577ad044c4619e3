import { z } from 'zod';
import { Identifier, RelativePath } from '../dataset/connector.ts';
import { DatasetDefinition } from '../dataset/definition.ts';
import { PublicJwk } from '../message.ts';
import { AcceptedPlan } from '../plugin/plan.ts';
import { Sha256 } from '../vocabulary.ts';
import { SandboxKind } from './executor-records.ts';

/*
 * The service's API over its Unix socket, dialled by the platform:
 *   GET    /identity                       ServiceIdentity
 *   PUT    /platform                       PlatformPin -> 204; pinned on first use, 409 for another platform
 *   GET    /plugins                        { plugins: PluginInfo[] }
 *   GET    /catalogue                      PluginCatalogue: the same with what they need and give out, and what was refused
 *   GET    /executors                      { executors: ServiceExecutor[] }
 *   POST   /executors/{name}/checks        ExecutorCheck; 404 for an unknown one, 409 while another check runs
 *   POST   /plans                          PlanPost -> the plugin's answer as it is (PlanAnswer, or MockAnswer, SampleAnswer)
 *   GET    /data-files?names=PATH          DataFiles: what lies below the data root, and the columns that one file names
 *   PUT    /ingestions/{dataset}/{version} IngestionOrder -> IngestionAnswer (idempotent by digest of the order)
 *   DELETE /ingestions/{dataset}/{version} 204
 *   PUT    /jobs/{job}/{attempt}           JobOrder -> 201, or 200 for the same digest, 409 for another, 410 for an older epoch
 *   PUT    /jobs/{job}/{attempt}/grant     { sealed } -> 204; idempotent
 *   GET    /jobs                           { jobs: { job, attempt, epoch, phase }[] }: for the reconciler
 *   DELETE /jobs/{job}/{attempt}           204: stop it if it runs, forget order, files and events
 *   GET    /events?after=N&wait=SECONDS    { events: ServiceEvent[] }, long poll
 *   POST   /events/acknowledge             { upTo: N } -> 204
 *   GET    /files/{sha256}                 the bytes
 * Every failure: { code, message }.
 */

export const ServiceIdentity = z.strictObject({
  key: PublicJwk,
  thumbprint: z.string(),
  sandbox: SandboxKind,
});
/** The platform whose grants this service opens. Sent before the first order; the same key again is harmless. */
export const PlatformPin = z.strictObject({ key: PublicJwk });
export const PluginInfo = z.strictObject({
  name: z.string(),
  version: z.string(),
  class: z.enum(['certified', 'uncertified']),
  digest: z.string(),
});

export const PlanPost = z.strictObject({ plugin: z.string(), digest: z.string().optional(), request: z.unknown() });

export const IngestionOrder = z.strictObject({
  definition: DatasetDefinition,
  /** SHA-256 of the access secret that grants must carry to read this data version. */
  accessDigest: Sha256,
  /** Of a database: its credential, sealed to the service's key, and the id of the data set's owner, whose it must be. */
  credential: z.strictObject({ owner: z.string(), sealed: z.string() }).optional(),
});
/** What lies below the data root, without links and hidden files; nothing of their content but names of columns. */
export const DataFiles = z.strictObject({
  files: z.array(z.strictObject({ path: RelativePath, bytes: z.int().nonnegative() })),
  /** There are more than are listed. */
  more: z.boolean(),
  /** Of the file that was named: null where its first line does not hold names of columns alone. */
  header: z.strictObject({ columns: z.array(Identifier), delimiter: z.string().length(1) }).nullable(),
});
export type DataFiles = z.infer<typeof DataFiles>;

/** Why a database cannot be used; the reason in words goes to the owner alone. */
export const SourceTrouble = z.enum(['SOURCE_UNREACHABLE', 'SOURCE_LOGIN', 'SOURCE_RIGHTS', 'SOURCE_MISMATCH']);
export type SourceTrouble = z.infer<typeof SourceTrouble>;
export const LineProblem = z.strictObject({
  /** Empty where it is no table's: the connection itself. */
  table: z.string(),
  line: z.int().nonnegative().nullable(),
  column: z.string().nullable(),
  reason: z.string(),
});
export const IngestionAnswer = z.discriminatedUnion('ok', [
  z.strictObject({ ok: z.literal(true), digests: z.record(z.string(), Sha256), notes: z.array(LineProblem) }),
  z.strictObject({
    ok: z.literal(false),
    problems: z.array(LineProblem).min(1),
    trouble: SourceTrouble.optional(),
  }),
]);
export type IngestionAnswer = z.infer<typeof IngestionAnswer>;

export const JobOrder = z.strictObject({
  job: z.uuid(),
  attempt: z.int().positive(),
  /** Grows with every attempt over the whole platform; anything from an older epoch is refused. */
  epoch: z.int().positive(),
  plugin: z.strictObject({ name: z.string(), digest: z.string() }),
  executor: z.literal('local'),
  dataset: z.string(),
  dataVersion: z.int().positive(),
  plan: AcceptedPlan,
  limits: z.strictObject({
    wallSeconds: z.int().positive(),
    memoryMiB: z.int().positive(),
    diskMiB: z.int().positive(),
  }),
});
export type JobOrder = z.infer<typeof JobOrder>;

/** The plaintext of a grant: sealed to the service's key, sent only after OPENED is committed. */
export const Grant = z.strictObject({
  job: z.uuid(),
  attempt: z.int().positive(),
  epoch: z.int().positive(),
  dataset: z.string(),
  dataVersion: z.int().positive(),
  accessSecret: z.string(),
  /** Of a database: its credential as it is stored, sealed to the service's key. */
  credential: z.string().optional(),
});
export type Grant = z.infer<typeof Grant>;

const eventBase = {
  seq: z.int().positive(),
  job: z.uuid(),
  attempt: z.int().positive(),
  epoch: z.int().positive(),
  time: z.iso.datetime(),
};
export const ServiceEvent = z.discriminatedUnion('type', [
  /** A worker holds the id and waits for the grant. */
  z.strictObject({ ...eventBase, type: z.literal('picked') }),
  z.strictObject({ ...eventBase, type: z.literal('started'), sandbox: SandboxKind }),
  z.strictObject({ ...eventBase, type: z.literal('progress'), value: z.number(), phase: z.string() }),
  /** The attempt ended well: outputs are durable, pinned by digest, and the noise record is complete. */
  z.strictObject({
    ...eventBase,
    type: z.literal('finished'),
    artifacts: z.array(z.strictObject({ path: z.string(), sha256: Sha256, bytes: z.int().nonnegative() })),
    noise: z.array(z.strictObject({ kind: z.string(), scale: z.string(), values: z.int().nonnegative() })),
  }),
  /** The attempt ended badly. `reason` is for the owner and the logs, never for the scientist. */
  z.strictObject({ ...eventBase, type: z.literal('failed'), reason: z.string() }),
]);
export type ServiceEvent = z.infer<typeof ServiceEvent>;

/** BullMQ queue that carries ids `job:attempt` and nothing else: data is `{ job, attempt }`. BullMQ job id: `${job}-${attempt}`. */
export const JOBS_QUEUE = 'dq0-jobs';
