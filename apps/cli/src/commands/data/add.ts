import { setTimeout as pause } from 'node:timers/promises';
import { addDataset, CodedError, type Output } from '@dq0/protocol';
import { spanText } from '@dq0/protocol/plain-words';
import { Args, Flags } from '@oclif/core';
import { inTheFile } from '../../definition/in-the-file.ts';
import { readDefinition, type WrittenDefinition } from '../../definition/read-definition.ts';
import { OperationCommand, type GivenInput } from '../../operation-command.ts';
import { printable } from '../../terminal/printable.ts';

type Added = Output<typeof addDataset>;

/** The platform holds a request for a quarter of a minute; a shorter wait would learn nothing. */
const LEAST_WAIT_MS = 20_000;
/** Between two requests, whatever the platform does. */
const PAUSE_MS = 1000;
/** A platform that does not answer one request for so long is away. */
const MOST_WAIT_MS = 60_000;
const GOES_ON = {
  message: 'The data were not read in time; the platform goes on.',
  remedy: 'Give the same command again to join it, or look for it: dq0 data list',
};

export default class DataAdd extends OperationCommand<typeof addDataset> {
  static override summary = 'Publish a data set by its definition; the data stay where they are';
  static override examples = ['<%= config.bin %> data add census.yaml --grant data-scientist'];
  static override args = {
    file: Args.string({ required: true, ignoreStdin: true, description: 'definition in YAML' }),
  };
  static override flags = {
    timeout: Flags.string({
      description: 'seconds to wait until the data are read; the platform goes on after them',
      helpValue: 'SECONDS',
      default: '3600',
      helpGroup: 'GLOBAL',
    }),
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
    return inTheFile(this.#written, () => this.#published(input));
  }

  /** The platform goes on reading whoever waits; the same request again joins it. */
  async #published(input: GivenInput<typeof addDataset>): Promise<Added> {
    const deadline = performance.now() + this.timeoutMs;
    let added = await this.call(addDataset, input, Math.min(MOST_WAIT_MS, this.timeoutMs));
    while (added.state === 'preparing') {
      const left = deadline - performance.now();
      if (left <= 0) throw new CodedError('TIMED_OUT', GOES_ON);
      const span = spanText(Date.now() - Date.parse(added.since ?? ''));
      this.console.progress(`Reading the data: ${span} so far. You may leave; dq0 data list shows it when it is ready`);
      await pause(PAUSE_MS);
      const client = await this.client(addDataset);
      added = await client.call(addDataset, input, {
        timeoutMs: Math.min(MOST_WAIT_MS, Math.max(LEAST_WAIT_MS, left)),
      });
    }
    this.console.done();
    return added;
  }

  protected override render({ dataset, dataVersion, account, notes }: Added): string {
    return [
      `Published ${printable(dataset)} (data version ${dataVersion}, budget account ${printable(account)}).`,
      ...notes.map(({ path, message }) => `  ${printable(path)}: ${printable(message)}`),
    ].join('\n');
  }
}
