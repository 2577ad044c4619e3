import { listDatasets, type Output } from '@dq0/protocol';
import { spanText } from '@dq0/protocol/plain-words';
import { OperationCommand } from '../../operation-command.ts';
import { renderTable } from '../../terminal/table.ts';

type Listed = Output<typeof listDatasets>;

export default class DataList extends OperationCommand<typeof listDatasets> {
  static override summary = 'List the data sets you may see';
  protected override readonly operation = listDatasets;

  protected override render({ datasets, preparing }: Listed): string {
    const reading = preparing.map(({ name, since }) => {
      const span = spanText(Date.now() - Date.parse(since));
      return `${name} is being prepared: its data are being read, for ${span} so far.`;
    });
    if (datasets.length > 0) return [renderDatasets(datasets), ...reading].join('\n');
    if (reading.length > 0) return reading.join('\n');
    return 'No data sets. Ask an owner to publish one and to grant your group access.';
  }
}

function renderDatasets(datasets: Listed['datasets']): string {
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
