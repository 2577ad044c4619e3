import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { ExportedRow, ExportedHead } from './audit-row.ts';

/** Audit rows after a number, with the chain's hashes, to be verified offline; of rows about others only the link. */
export const exportAudit = defineOperation({
  name: 'audit.export',
  action: 'audit:read',
  http: { method: 'GET', path: '/v1/audit' },
  input: z.strictObject({ after: z.int().nonnegative().default(0), limit: z.int().min(1).max(500).default(500) }),
  output: z.strictObject({ rows: z.array(ExportedRow), head: ExportedHead }),
  paging: { items: 'rows', cursor: 'after', member: 'number' },
  errors: [],
  example: {
    input: {},
    output: { rows: [], head: { number: 0, hash: '0'.repeat(64), signed: 'eyJhbGciOiJQUzI1NiJ9…' } },
  },
});
