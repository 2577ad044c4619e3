import { listDataFiles, type Output } from '@dq0/protocol';
import { Flags } from '@oclif/core';
import { OperationCommand } from '../../operation-command.ts';
import { printable } from '../../terminal/printable.ts';
import { renderTable } from '../../terminal/table.ts';

export default class DataFiles extends OperationCommand<typeof listDataFiles> {
  static override summary = 'List the files that you may publish, with their sizes';
  static override examples = ['<%= config.bin %> data files --names survey.csv'];
  static override flags = {
    names: Flags.string({ description: 'a file whose first line names its columns', helpValue: 'FILE' }),
  };
  protected override readonly operation = listDataFiles;

  protected override render({ files, more, header }: Output<typeof listDataFiles>): string {
    const columns = header === null ? [] : ['', `Columns: ${header.columns.map(printable).join(', ')}`];
    if (files.length === 0) return 'No files. Put one below the data root of the quarantine.';
    const table = renderTable(
      [{ title: 'file' }, { title: 'bytes', align: 'right' }],
      files.map(({ path, bytes }) => [path, String(bytes)]),
    );
    return [table, ...(more ? ['There are more.'] : []), ...columns].join('\n');
  }
}
