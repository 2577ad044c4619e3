import { exportDataset, type Output } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { definitionYaml, withoutColumnDefaults, writeDefinition } from '../../definition/write-definition.ts';
import { OperationCommand, type GivenInput } from '../../operation-command.ts';

type Exported = Output<typeof exportDataset>;

export default class DataExport extends OperationCommand<typeof exportDataset> {
  static override summary = 'Write the definition of a data set that you own, as data add takes it';
  static override examples = ['<%= config.bin %> data export census --out census.yaml'];
  static override args = { name: Args.string({ required: true, ignoreStdin: true, description: 'the data set' }) };
  static override flags = { out: Flags.string({ helpValue: 'FILE', description: 'file to write (default: stdout)' }) };
  protected override readonly operation = exportDataset;
  #out: string | undefined;

  protected override input(args: { name: string }, flags: { out?: string }): GivenInput<typeof exportDataset> {
    this.#out = flags.out;
    return { dataset: args.name };
  }

  protected override show(exported: Exported): void {
    if (this.#out !== undefined) writeDefinition(this.#out, this.render(exported));
    if (this.console.json) this.print({ ...exported, file: this.#out ?? null }, () => '');
    else if (this.#out === undefined) this.console.data(this.render(exported));
    else this.console.note(`Wrote the definition of ${exported.dataset} to ${this.#out}.`);
  }

  protected override render({ definition }: Exported): string {
    return definitionYaml(withoutColumnDefaults(definition));
  }
}
