import { showAudit, type Output } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { renderAuditRow } from '../../audit/render-rows.ts';
import { OperationCommand } from '../../operation-command.ts';

export default class AuditShow extends OperationCommand<typeof showAudit> {
  static override summary = 'Show one row of the audit record, by the audit id of an answer or error';
  static override args = {
    auditId: Args.string({ required: true, ignoreStdin: true, description: 'the audit id' }),
  };
  protected override readonly operation = showAudit;

  protected override render({ row }: Output<typeof showAudit>): string {
    return renderAuditRow(row);
  }
}
