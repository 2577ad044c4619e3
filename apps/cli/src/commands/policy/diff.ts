import { diffPolicies, type Output } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { OperationCommand, type GivenInput } from '../../operation-command.ts';
import { DRAFT_ARGS, inFile, readDraft } from '../../policy/read-draft.ts';
import { readVersion } from '../../policy/read-version.ts';
import { renderEffects } from '../../policy/render-effects.ts';
import { textDiff } from '../../policy/text-diff.ts';
import { printableLines } from '../../terminal/printable.ts';

interface Flagged {
  readonly from?: string;
  readonly to?: string;
  readonly name?: string;
  readonly without?: string;
}

export default class PolicyDiff extends OperationCommand<typeof diffPolicies> {
  static override summary = 'Show what a change of policies changed, or would: the text, and for whom';
  static override examples = [
    '<%= config.bin %> policy diff census',
    '<%= config.bin %> policy diff census --from 2 --to 4',
    '<%= config.bin %> policy diff census labour-study.cedar',
    '<%= config.bin %> policy diff census --without labour-study',
  ];
  static override args = {
    place: Args.string({ required: true, ignoreStdin: true, description: 'a data set, or / for the platform' }),
    ...DRAFT_ARGS,
  };
  static override flags = {
    from: Flags.string({ description: 'version before', helpValue: 'NUMBER' }),
    to: Flags.string({ description: 'version after', helpValue: 'NUMBER' }),
    name: Flags.string({ description: 'name of the policy in the file', helpValue: 'NAME' }),
    without: Flags.string({ description: 'what removing this policy would change', helpValue: 'NAME' }),
  };
  protected override readonly operation = diffPolicies;
  protected override readonly flagOf = { 'draft.name': 'name' };
  #file: string | undefined;
  #without: string | undefined;

  protected override input(
    { place, file }: { place: string; file?: string },
    { from, to, name, without }: Flagged,
  ): GivenInput<typeof diffPolicies> {
    this.#file = file;
    this.#without = without;
    return {
      place,
      ...(from === undefined ? {} : { from: readVersion('from', from) }),
      ...(to === undefined ? {} : { to: readVersion('to', to) }),
      ...(file === undefined ? {} : { draft: readDraft(file, name) }),
      ...(without === undefined ? {} : { without }),
    };
  }

  protected override async perform(input: GivenInput<typeof diffPolicies>): Promise<Output<typeof diffPolicies>> {
    try {
      return await super.perform(input);
    } catch (error) {
      throw inFile(error, this.#file);
    }
  }

  protected override render({ place, from, to, texts, ...consequences }: Output<typeof diffPolicies>): string {
    const thought = this.#without === undefined ? 'the draft' : `without ${this.#without}`;
    const until = to === null ? thought : `version ${to}`;
    if (texts.length === 0) return `Nothing differs between version ${from} and ${until}.`;
    const lines = texts.map(({ policy, before, after }) => [`// ${policy}`, ...textDiff(before, after)].join('\n'));
    const effects = place === '/' ? [] : [renderEffects(consequences)];
    return [`From version ${from} to ${until}:`, ...lines.map(printableLines), ...effects].join('\n\n');
  }
}
