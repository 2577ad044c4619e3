import { addDataset, type Output } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { inTheFile } from '../../definition/in-the-file.ts';
import { readDefinition, type WrittenDefinition } from '../../definition/read-definition.ts';
import { OperationCommand, type GivenInput } from '../../operation-command.ts';
import { printable } from '../../terminal/printable.ts';

type Added = Output<typeof addDataset>;

export default class DataAdd extends OperationCommand<typeof addDataset> {
  static override summary = 'Publish a data set by its definition; the data stay where they are';
  static override examples = ['<%= config.bin %> data add census.yaml --grant data-scientist'];
  static override args = {
    file: Args.string({ required: true, ignoreStdin: true, description: 'definition in YAML' }),
  };
  static override flags = {
    grant: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'group that may ask the data set; may be repeated',
      helpValue: 'GROUP',
    }),
  };
  protected override readonly operation = addDataset;
  protected override readonly flagOf = { groups: 'grant' };
  #written: WrittenDefinition | undefined;

  protected override input(args: { file: string }, flags: { grant?: string[] }): GivenInput<typeof addDataset> {
    this.#written = readDefinition(args.file);
    return { definition: this.#written.value, groups: [...new Set(flags.grant ?? [])] };
  }

  protected override perform(input: GivenInput<typeof addDataset>): Promise<Added> {
    return inTheFile(this.#written, () => super.perform(input));
  }

  protected override render({ dataset, dataVersion, account, notes }: Added): string {
    return [
      `Published ${printable(dataset)} (data version ${dataVersion}, budget account ${printable(account)}).`,
      ...notes.map(({ path, message }) => `  ${printable(path)}: ${printable(message)}`),
    ].join('\n');
  }
}
