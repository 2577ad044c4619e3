import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { IsoTime } from '../../vocabulary.ts';

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
    /** The caller's own whose data are still being read. */
    preparing: z.array(z.strictObject({ name: z.string(), since: IsoTime })),
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
      preparing: [],
    },
  },
});
