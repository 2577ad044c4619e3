import { z } from 'zod';

const OutputClass = z.enum(['public', 'charged', 'review']);

/** A plugin that jobs may run, as its manifest says. */
export const PluginRecord = z.strictObject({
  name: z.string(),
  version: z.string(),
  description: z.string(),
  class: z.enum(['certified', 'uncertified']),
  digest: z.string(),
  /** The copy that runs still has the digest that was checked when the service started. */
  intact: z.boolean(),
  resources: z.strictObject({
    cpu: z.number().positive(),
    memoryBytes: z.int().positive(),
    diskBytes: z.int().positive(),
    wallSeconds: z.number().positive(),
  }),
  needs: z.strictObject({ network: z.boolean(), data: z.enum(['none', 'tables']) }),
  outputs: z.array(z.strictObject({ name: z.string(), of: z.enum(['file', 'metric']), class: OutputClass })),
});
export type PluginRecord = z.infer<typeof PluginRecord>;

/** A folder that holds no plugin that may run, and why. */
export const PluginRefusal = z.strictObject({
  folder: z.string(),
  reason: z.enum(['manifest', 'files', 'digest', 'name', 'environment']),
  message: z.string(),
  remedy: z.string(),
});
export type PluginRefusal = z.infer<typeof PluginRefusal>;

/** What the service found in its plugin folders when it started. */
export const PluginCatalogue = z.strictObject({
  plugins: z.array(PluginRecord),
  refused: z.array(PluginRefusal),
});
export type PluginCatalogue = z.infer<typeof PluginCatalogue>;
