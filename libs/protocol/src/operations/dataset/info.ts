import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { PublishedTable } from './published-table.ts';
import { DatasetName } from '../../vocabulary.ts';

/** The published definition of a data set: tables, columns, bounds, categories; less connector and account internals. */
export const infoDataset = defineOperation({
  name: 'dataset.info',
  action: 'dataset:info',
  http: { method: 'GET', path: '/v1/datasets/:dataset' },
  input: z.strictObject({ dataset: DatasetName }),
  output: z.strictObject({
    name: z.string(),
    description: z.string(),
    tags: z.array(z.string()),
    privacyLevel: z.int(),
    timing: z.enum(['deadline', 'fast']),
    metadataVersion: z.int(),
    dataVersion: z.int(),
    limits: z.strictObject({ epsilonPerRelease: z.number(), deltaPerRelease: z.number() }),
    tables: z.record(z.string(), PublishedTable),
  }),
  errors: ['DATASET_UNKNOWN'],
  example: {
    input: { dataset: 'census' },
    output: {
      name: 'census',
      description: 'UCI Adult',
      tags: ['census'],
      privacyLevel: 2,
      timing: 'fast',
      metadataVersion: 1,
      dataVersion: 1,
      limits: { epsilonPerRelease: 1, deltaPerRelease: 1e-7 },
      tables: {
        adult: {
          unit: 'row',
          maxUnits: 100_000,
          columns: [{ name: 'age', type: 'integer', lower: 17, upper: 90, nullable: true }],
        },
      },
    },
  },
});
