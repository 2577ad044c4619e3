import { endText, listPolicies, type Output, type PolicyRecord } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { bound } from '../../answers/numbers.ts';
import { OperationCommand } from '../../operation-command.ts';
import { renderTable } from '../../terminal/table.ts';

export default class PolicyList extends OperationCommand<typeof listPolicies> {
  static override summary = 'List policies: those of your data sets, or of the platform (/)';
  static override examples = ['<%= config.bin %> policy list census', '<%= config.bin %> policy list /'];
  static override args = {
    place: Args.string({ ignoreStdin: true, description: 'a data set, or / for the platform' }),
  };
  protected override readonly operation = listPolicies;

  protected override render({ version, policies }: Output<typeof listPolicies>): string {
    if (policies.length === 0) return 'No policy mentions it: nobody may ask it.';
    const rows = policies.map((record) => [
      record.policy,
      spoken(record),
      record.shipped ? 'shipped' : String(record.version),
      record.changedBy ?? '',
    ]);
    const table = renderTable([{ title: 'policy' }, { title: 'says' }, { title: 'since' }, { title: 'by' }], rows, 90);
    return `${table}\n\nVersion ${version}. The text: dq0 policy show POLICY`;
  }
}

/** One line about a policy: what the form would say, else the beginning of its text. */
function spoken({ form, text }: PolicyRecord): string {
  if (form === null) return text.replace(/@\w+\("[^"]*"\)|\s+/g, ' ').trim();
  const { group, user, epsilon, purpose, share, until } = form;
  return [
    `${user ?? group ?? ''} may ask`,
    ...(epsilon === null ? [] : [`epsilon up to ${epsilon}`]),
    ...(purpose === null ? [] : [`for ${purpose}`]),
    ...(share === null ? [] : [user === undefined ? `${bound(share)} each` : `${bound(share)} at most`]),
    ...(until === null ? [] : [`until ${endText(until)}`]),
  ].join(', ');
}
