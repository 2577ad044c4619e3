import { simulateDataset, type Output } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { inTheFile } from '../../definition/in-the-file.ts';
import { readDefinition, type WrittenDefinition } from '../../definition/read-definition.ts';
import { OperationCommand, type GivenInput } from '../../operation-command.ts';
import { printable } from '../../terminal/printable.ts';
import { renderTable } from '../../terminal/table.ts';

type Simulated = Output<typeof simulateDataset>;

export default class DataSimulate extends OperationCommand<typeof simulateDataset> {
  static override summary = 'Check a definition and price typical questions; nothing is published, no data are read';
  static override examples = ['<%= config.bin %> data simulate census.yaml'];
  static override args = {
    file: Args.string({ required: true, ignoreStdin: true, description: 'definition in YAML' }),
  };
  protected override readonly operation = simulateDataset;
  #written: WrittenDefinition | undefined;

  protected override input({ file }: { file: string }): GivenInput<typeof simulateDataset> {
    this.#written = readDefinition(file);
    return { definition: this.#written.value };
  }

  protected override perform(input: GivenInput<typeof simulateDataset>): Promise<Simulated> {
    return inTheFile(this.#written, () => super.perform(input));
  }

  protected override render({ account, joined, budgets, notes }: Simulated): string {
    const titles = [
      { title: 'question' },
      { title: '±', align: 'right' as const },
      { title: 'fits', align: 'right' as const },
    ];
    const questions = budgets[0]?.questions ?? [];
    const rows = questions.map(({ title, halfWidth95, more, refused }) => [
      title,
      halfWidth95 === null ? '' : String(Number(halfWidth95.toPrecision(3))),
      refused === null ? String(more) : 'refused',
    ]);
    return [
      `The definition is sound. Budget account ${printable(account)} ${joined ? 'exists and is shared' : 'would be made'}.`,
      renderTable(titles, rows),
      ...notes.map(({ path, message }) => `  ${printable(path)}: ${printable(message)}`),
    ].join('\n');
  }
}
