import { sampleDataset, type Output } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { OperationCommand, type GivenInput } from '../../operation-command.ts';
import { renderTable } from '../../terminal/table.ts';

export default class DataSample extends OperationCommand<typeof sampleDataset> {
  static override summary = 'Show rows of the mock twin, made from the definition alone';
  static override args = { name: Args.string({ required: true, ignoreStdin: true, description: 'the data set' }) };
  static override flags = {
    table: Flags.string({ description: 'table (default: the first)' }),
    rows: Flags.integer({ min: 1, max: 1000, description: 'how many rows' }),
  };
  protected override readonly operation = sampleDataset;

  protected override input(
    args: { name: string },
    flags: { table?: string; rows?: number },
  ): GivenInput<typeof sampleDataset> {
    return { dataset: args.name, table: flags.table, rows: flags.rows };
  }

  protected override show(sample: Output<typeof sampleDataset>): void {
    this.console.note('Mock rows, made from the definition alone: nothing in them comes from the data.');
    super.show(sample);
  }

  protected override render({ columns, rows }: Output<typeof sampleDataset>): string {
    const titles = columns.map(({ name, type }) => ({
      title: name,
      align: ['integer', 'decimal', 'float'].includes(type) ? ('right' as const) : ('left' as const),
    }));
    return renderTable(
      titles,
      rows.map((row) => row.map((cell) => (cell === null ? 'NULL' : String(cell)))),
      24,
    );
  }
}
