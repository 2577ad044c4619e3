import { listDatasets, type Output } from '@dq0/protocol';
import { OperationCommand } from '../../operation-command.ts';
import { renderTable } from '../../terminal/table.ts';

export default class DataList extends OperationCommand<typeof listDatasets> {
  static override summary = 'List the data sets you may see';
  protected override readonly operation = listDatasets;

  protected override render({ datasets }: Output<typeof listDatasets>): string {
    if (datasets.length === 0) return 'No data sets. Ask an owner to publish one and to grant your group access.';
    const rows = datasets.map(({ name, tables, mayAsk, description }) => [
      name,
      tables.join(', '),
      mayAsk ? 'yes' : 'no',
      description.replace(/\s+/g, ' '),
    ]);
    const titles = ['data set', 'tables', 'you may ask', 'description'];
    return renderTable(
      titles.map((title) => ({ title })),
      rows,
    );
  }
}
