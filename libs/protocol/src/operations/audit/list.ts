import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { AUDIT_EXAMPLE, AuditRow } from './audit-row.ts';

/** Rows of the audit record that the caller may read, newest first: all of them, or those about one thing. */
export const listAudit = defineOperation({
  name: 'audit.list',
  action: 'audit:read',
  http: { method: 'GET', path: '/v1/audit/rows' },
  input: z.strictObject({
    /** A data set, a user, a job, an account, an audit id: whatever a row names as its actor, object or fact. */
    about: z.string().min(1).max(254).optional(),
    /** Rows with smaller numbers only: the `next` of the page before. */
    before: z.int().positive().optional(),
    limit: z.int().min(1).max(200).default(50),
  }),
  output: z.strictObject({ rows: z.array(AuditRow), next: z.int().positive().nullable() }),
  paging: { items: 'rows', cursor: 'before', member: 'number' },
  errors: [],
  example: { input: { about: 'census' }, output: { rows: [AUDIT_EXAMPLE], next: null } },
});
