import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { Cell } from '../../plugin/result.ts';
import { DatasetName } from '../../vocabulary.ts';

/** Rows of the mock twin, made from the definition alone: nothing in them comes from the data. */
export const sampleDataset = defineOperation({
  name: 'dataset.sample',
  action: 'dataset:sample',
  http: { method: 'GET', path: '/v1/datasets/:dataset/sample' },
  input: z.strictObject({
    dataset: DatasetName,
    table: z.string().max(64).optional(),
    rows: z.int().min(1).max(1000).default(10),
  }),
  output: z.strictObject({
    table: z.string(),
    columns: z.array(z.strictObject({ name: z.string(), type: z.string() })),
    rows: z.array(z.array(Cell)),
  }),
  errors: ['DATASET_UNKNOWN', 'SERVICE_UNAVAILABLE'],
  example: {
    input: { dataset: 'census', rows: 1 },
    output: { table: 'adult', columns: [{ name: 'age', type: 'integer' }], rows: [[42]] },
  },
});
