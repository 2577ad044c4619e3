import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';

/** The data sets that the caller may see. */
export const listDatasets = defineOperation({
  name: 'dataset.list',
  action: 'dataset:list',
  http: { method: 'GET', path: '/v1/datasets' },
  input: z.strictObject({}),
  output: z.strictObject({
    datasets: z.array(
      z.strictObject({
        name: z.string(),
        description: z.string(),
        tags: z.array(z.string()),
        privacyLevel: z.int(),
        tables: z.array(z.string()),
        mayAsk: z.boolean(),
      }),
    ),
  }),
  errors: [],
  example: {
    input: {},
    output: {
      datasets: [
        {
          name: 'census',
          description: 'UCI Adult',
          tags: ['census'],
          privacyLevel: 2,
          tables: ['adult'],
          mayAsk: true,
        },
      ],
    },
  },
});
