import { requestAccess, type AccessRecord } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { renderAccess } from '../../access/render-access.ts';
import { OperationCommand, type GivenInput } from '../../operation-command.ts';
import { readUntil } from '../../policy/read-until.ts';

type Flagged = { readonly purpose: string; readonly reason: string; readonly until?: string };

export default class AccessRequest extends OperationCommand<typeof requestAccess> {
  static override summary = 'Ask the owner of a data set that you see to let you ask it, for a purpose';
  static override description = 'The owner gets mail and decides within 30 days; then you get mail.';
  static override examples = [
    '<%= config.bin %> access request census --purpose labour-study --reason "Wages by occupation." --until 2027-06-30',
  ];
  static override args = {
    dataset: Args.string({ required: true, ignoreStdin: true, description: 'a data set of: dq0 data list' }),
  };
  static override flags = {
    purpose: Flags.string({ required: true, description: 'what your questions are for', helpValue: 'PURPOSE' }),
    reason: Flags.string({ required: true, description: 'why, for the owner to read', helpValue: 'TEXT' }),
    until: Flags.string({ description: 'last day (UTC), or the time until when you wish it', helpValue: 'DATE' }),
  };
  protected override readonly operation = requestAccess;

  protected override input(
    { dataset }: { dataset: string },
    { purpose, reason, until }: Flagged,
  ): GivenInput<typeof requestAccess> {
    return { dataset, purpose, reason, ...(until === undefined ? {} : { until: readUntil(until) }) };
  }

  protected override render(access: AccessRecord): string {
    return renderAccess(access);
  }
}
