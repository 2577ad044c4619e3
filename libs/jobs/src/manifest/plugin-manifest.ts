import { z } from 'zod';
import { ByteSize, Duration } from './quantity.ts';

const Name = z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'a lower-case letter, then letters, digits or -');
const FileInFolder = z
  .string()
  .min(1)
  .max(255)
  .refine((path) => !path.startsWith('/') && !path.includes('\\') && !path.split('/').includes('..'), {
    error: 'a path inside the folder, without leading /, .. or \\',
  });
const Command = z.array(z.string().min(1).max(255), { error: 'a command as a list of words' }).min(1).max(32);

/** `public`: a function of request and metadata; `charged`: paid for by an event; `review`: a person decides. */
const OutputClass = z.enum(['public', 'charged', 'review']);

/** `plugin.yaml`: what a plugin is, runs, needs and gives out. Sizes are parsed to bytes, durations to seconds. */
export const PluginManifest = z.strictObject({
  apiVersion: z.literal('dq0/v1'),
  name: Name,
  version: z.string().regex(/^\d+\.\d+\.\d+$/, 'three numbers such as 1.0.0'),
  description: z.string().min(1).max(200),
  /** `certified`: reviewed, noise only through the product's noise module. What an `uncertified` one makes is reviewed. */
  class: z.enum(['certified', 'uncertified']),
  entry: z.strictObject({
    plan: Command,
    run: Command,
    /** Only where code of a user must be read; it runs without data. */
    extract: Command.optional(),
  }),
  /** The runtime environment; left out where the executable runs alone. */
  environment: z
    .strictObject({ python: z.string().regex(/^3\.\d+$/, 'such as "3.11"'), lock: FileInFolder })
    .optional(),
  arguments: z.strictObject({ $ref: FileInFolder }),
  outputs: z.strictObject({
    files: z.array(z.strictObject({ name: FileInFolder, media: z.string().max(127), class: OutputClass })).max(64),
    metrics: z.array(z.strictObject({ name: Name, class: OutputClass })).max(64),
  }),
  resources: z.strictObject({
    cpu: z.number().positive().max(1024),
    memory: ByteSize,
    wall: Duration,
    disk: ByteSize,
  }),
  needs: z.strictObject({
    network: z.literal(false, { error: 'false: a job has no network' }),
    data: z.enum(['none', 'tables']),
  }),
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'sha256: and 64 hexadecimal digits'),
});
export type PluginManifest = z.infer<typeof PluginManifest>;

/** One mistake: where it stands, and what was expected there. */
export interface ManifestProblem {
  readonly path: string;
  readonly message: string;
}
export type ManifestReading =
  | { readonly ok: true; readonly manifest: PluginManifest }
  | { readonly ok: false; readonly problems: readonly ManifestProblem[] };

/** Checks a manifest already read from YAML; names every mistake with its path. */
export function readManifest(value: unknown): ManifestReading {
  const parsed = PluginManifest.safeParse(value);
  if (parsed.success) return { ok: true, manifest: parsed.data };
  const problems = parsed.error.issues.map(({ path, message }) => ({
    path: path.length === 0 ? 'plugin.yaml' : path.map(String).join('.'),
    message,
  }));
  return { ok: false, problems };
}
