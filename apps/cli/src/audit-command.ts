import { exportAudit, type ExportedHead, type ExportedRow } from '@dq0/protocol';
import { PlatformCommand } from './platform-command.ts';

/** Rows that the platform hands out at a time. */
const PAGE = 500;

/** A command that reads the whole audit record. */
export abstract class AuditCommand extends PlatformCommand {
  /** Where the record ends now, and pages of rows from the first to that one: what is written meanwhile is left out. */
  protected async record(): Promise<{ head: ExportedHead; pages: AsyncGenerator<readonly ExportedRow[]> }> {
    const first = await this.call(exportAudit, { after: 0, limit: PAGE });
    return { head: first.head, pages: this.#pages(first.rows, first.head.number) };
  }

  async *#pages(first: readonly ExportedRow[], last: number): AsyncGenerator<readonly ExportedRow[]> {
    for (let page = first; page.length > 0;) {
      yield page.filter(({ number }) => number <= last);
      const after = page.at(-1)?.number ?? last;
      if (after >= last) return;
      page = (await this.call(exportAudit, { after, limit: PAGE })).rows;
    }
  }
}
