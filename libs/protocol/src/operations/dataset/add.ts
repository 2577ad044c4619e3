import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { GroupName, IsoTime } from '../../vocabulary.ts';

/**
 * Publishes a data set: ingests its files or checks its database inside the quarantine and, with groups, lets them ask.
 * All or nothing. Reading large data takes longer than one request waits: the platform goes on, and the same request
 * joins it.
 */
export const addDataset = defineOperation({
  name: 'dataset.add',
  action: 'dataset:add',
  http: { method: 'POST', path: '/v1/datasets' },
  /** The definition is validated by the handler, so that every mistake is named with path, expectation and example. */
  input: z.strictObject({ definition: z.unknown(), groups: z.array(GroupName).max(16).default([]) }),
  output: z.strictObject({
    dataset: z.string(),
    /** `preparing`: its data are being read. It is published when they are; ask again to learn of it. */
    state: z.enum(['published', 'preparing']),
    /** Since when its data are being read; null where it is published. */
    since: IsoTime.nullable(),
    dataVersion: z.int().positive(),
    metadataVersion: z.int().positive(),
    account: z.string(),
    /** Cells that became NULL, lines that were skipped: for the owner only. */
    notes: z.array(z.strictObject({ path: z.string(), message: z.string() })),
  }),
  errors: [
    'DATASET_INVALID',
    'DATASET_EXISTS',
    'DATASET_BUSY',
    'CONNECTOR_UNAVAILABLE',
    'DATASET_UNREADABLE',
    'SOURCE_UNREACHABLE',
    'SOURCE_LOGIN',
    'SOURCE_RIGHTS',
    'SOURCE_MISMATCH',
    'ACCOUNT_CONFLICT',
    'GROUP_UNKNOWN',
    'SERVICE_UNAVAILABLE',
  ],
  example: {
    input: { definition: { apiVersion: 'dq0/v1', kind: 'Dataset', name: 'census' }, groups: ['data-scientist'] },
    output: {
      dataset: 'census',
      state: 'published',
      since: null,
      dataVersion: 1,
      metadataVersion: 1,
      account: 'us-1994',
      notes: [],
    },
  },
});
