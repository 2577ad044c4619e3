import { exportAudit, type ExportedRow } from '@dq0/protocol';
import { PlatformCommand } from './platform-command.ts';

/** Rows that the platform hands out at a time. */
const PAGE = 500;

/** A command that reads the whole audit record. */
export abstract class AuditCommand extends PlatformCommand {
  /** Pages of rows from the first on. A row that is written while this reads (this very reading) is not waited for. */
  protected async *pages(): AsyncGenerator<readonly ExportedRow[]> {
    let after = 0;
    let last = Number.POSITIVE_INFINITY;
    while (after < last) {
      const { rows, head } = await this.call(exportAudit, { after, limit: PAGE });
      last = Math.min(last, head.number);
      if (rows.length === 0) return;
      yield rows;
      after = rows.at(-1)?.number ?? last;
    }
  }
}
