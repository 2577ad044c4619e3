import { writeFileSync } from 'node:fs';
import { auditLines, type ExportedHead, type ExportedRow, withheldOf } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { UsageError } from '../../errors/usage-error.ts';
import { AuditCommand } from '../../audit-command.ts';
import { jsonLine } from '../../terminal/printable.ts';

export default class AuditExport extends AuditCommand {
  static override summary = 'Export the audit record, one row a line';
  static override examples = ['<%= config.bin %> audit export audit.ndjson'];
  static override args = {
    file: Args.string({ ignoreStdin: true, description: 'file to write (default: stdout)' }),
  };

  override async run(): Promise<void> {
    const { args } = await this.read(AuditExport);
    const rows: ExportedRow[] = [];
    const { head, pages } = await this.record();
    for await (const page of pages) rows.push(...page);
    if (args.file !== undefined) this.#write(args.file, rows, head);
    else if (this.console.json) this.console.data(jsonLine({ rows, head, withheld: withheldOf(rows) }));
    else this.console.data(auditLines(rows, head));
  }

  #write(file: string, rows: readonly ExportedRow[], head: ExportedHead): void {
    try {
      writeFileSync(file, auditLines(rows, head), { mode: 0o600 });
    } catch {
      throw new UsageError(`The file ${file} cannot be written.`, 'Choose another path.');
    }
    this.print({ file, rows: rows.length, head }, () =>
      this.inProfile(`Wrote ${rows.length} rows to ${file}.\nNext: dq0 audit verify ${file}`),
    );
  }
}
