import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { RelativePath } from '../../dataset/connector.ts';
import { DataFiles } from '../../service/service-api.ts';

/** Files that may be published, with their sizes; and, where the owner says that a file starts with them, its column names. */
export const listDataFiles = defineOperation({
  name: 'dataset.files',
  action: 'dataset:files',
  http: { method: 'GET', path: '/v1/data-files' },
  input: z.strictObject({
    /** A file whose first line names its columns. */
    names: RelativePath.optional(),
  }),
  output: DataFiles,
  errors: ['SERVICE_UNAVAILABLE'],
  example: {
    input: { names: 'survey.csv' },
    output: {
      files: [{ path: 'survey.csv', bytes: 16_969 }],
      more: false,
      header: { columns: ['age', 'sex', 'income'], delimiter: ',' },
    },
  },
});
