import { z } from 'zod';
import { defineOperation } from '../../define-operation.ts';
import { AUDIT_EXAMPLE, AuditRow } from './audit-row.ts';

/** One row of the audit record, by the audit id that every answer and error carries. */
export const showAudit = defineOperation({
  name: 'audit.show',
  action: 'audit:read',
  http: { method: 'GET', path: '/v1/audit/rows/:auditId' },
  input: z.strictObject({ auditId: z.uuid() }),
  output: z.strictObject({ row: AuditRow }),
  errors: ['AUDIT_UNKNOWN'],
  example: { input: { auditId: AUDIT_EXAMPLE.auditId }, output: { row: AUDIT_EXAMPLE } },
});
