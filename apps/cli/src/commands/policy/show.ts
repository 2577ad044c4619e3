import { showPolicy, type Output } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { OperationCommand, type GivenInput } from '../../operation-command.ts';
import { readVersion } from '../../policy/read-version.ts';
import { printableLines } from '../../terminal/printable.ts';
import { renderTable } from '../../terminal/table.ts';

export default class PolicyShow extends OperationCommand<typeof showPolicy> {
  static override summary = 'Show the text of policies and the history of their changes';
  static override examples = [
    '<%= config.bin %> policy show census',
    '<%= config.bin %> policy show census/data-scientist --version 3',
  ];
  static override args = {
    of: Args.string({
      required: true,
      ignoreStdin: true,
      description: 'a data set, / for the platform, or one policy (DATASET/NAME)',
    }),
  };
  static override flags = {
    version: Flags.string({ description: 'as they stood at this version', helpValue: 'NUMBER' }),
  };
  protected override readonly operation = showPolicy;

  protected override input({ of }: { of: string }, { version }: { version?: string }): GivenInput<typeof showPolicy> {
    return { of, ...(version === undefined ? {} : { version: readVersion('version', version) }) };
  }

  protected override render({ version, policies, history }: Output<typeof showPolicy>): string {
    const texts = policies.map(({ policy, text }) => printableLines(`// ${policy}\n${text.trimEnd()}`));
    const rows = history.map((change) => [String(change.version), change.policy, change.change, change.by, change.at]);
    const titles = ['version', 'policy', 'change', 'by', 'at'].map((title) => ({ title }));
    const changes = rows.length === 0 ? [] : [renderTable(titles, rows)];
    return [...texts, ...changes, `Version ${version}.`].join('\n\n');
  }
}
