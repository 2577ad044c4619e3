import { z } from 'zod';
import { DatasetDefinition } from '../../dataset/definition.ts';
import { defineOperation } from '../../define-operation.ts';
import { DatasetName } from '../../vocabulary.ts';

/** The whole definition, connector and budget included: for the owner alone; to others there is no such data set. */
export const exportDataset = defineOperation({
  name: 'dataset.export',
  action: 'dataset:export',
  http: { method: 'GET', path: '/v1/datasets/:dataset/definition' },
  input: z.strictObject({ dataset: DatasetName }),
  output: z.strictObject({
    dataset: z.string(),
    metadataVersion: z.int().positive(),
    dataVersion: z.int().positive(),
    definition: DatasetDefinition,
  }),
  errors: ['DATASET_UNKNOWN'],
  example: {
    input: { dataset: 'census' },
    output: {
      dataset: 'census',
      metadataVersion: 1,
      dataVersion: 1,
      definition: {
        apiVersion: 'dq0/v1',
        kind: 'Dataset',
        name: 'census',
        connector: { type: 'csv', path: 'adult.csv' },
        account: 'us-1994',
        budget: { epsilon: 10, delta: 1e-6 },
        tables: {
          adult: {
            unit: { kind: 'row' },
            maxUnits: 100_000,
            columns: { age: { type: 'integer', lower: 17, upper: 90 } },
          },
        },
      },
    },
  },
});
