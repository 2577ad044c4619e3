import { listAudit, type Output } from '@dq0/protocol';
import { Flags } from '@oclif/core';
import { renderAuditRows } from '../../audit/render-rows.ts';
import { OperationCommand } from '../../operation-command.ts';

export default class AuditList extends OperationCommand<typeof listAudit> {
  static override summary = 'Show the audit record, newest first; follow one data set, user, job or account';
  static override examples = ['<%= config.bin %> audit list --about census'];
  static override flags = {
    about: Flags.string({ description: 'only rows that name this as actor, object or fact', helpValue: 'NAME' }),
    before: Flags.integer({ description: 'only rows with smaller numbers', min: 1 }),
    limit: Flags.integer({ description: 'most rows (default 50)', min: 1, max: 200 }),
  };
  protected override readonly operation = listAudit;

  protected override render({ rows, next }: Output<typeof listAudit>): string {
    if (rows.length === 0) return 'No row that you may read says so.';
    const more = next === null ? '' : `\n\nOlder ones: --before ${next}`;
    return `${renderAuditRows(rows)}${more}`;
  }
}
