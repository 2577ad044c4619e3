import { rejectAccess, type AccessRecord } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { accessText } from '../../access/render-access.ts';
import { ConfirmedCommand } from '../../confirmed-command.ts';
import type { GivenInput } from '../../operation-command.ts';
import { printable } from '../../terminal/printable.ts';

export default class AccessReject extends ConfirmedCommand<typeof rejectAccess> {
  static override summary = 'Turn a request for access to your data set down';
  static override examples = ['<%= config.bin %> access reject 0198c0de-0000-7000-8000-000000000002'];
  static override args = {
    request: Args.string({ required: true, ignoreStdin: true, description: 'id of the request' }),
  };
  protected override readonly operation = rejectAccess;

  protected override question({ request }: GivenInput<typeof rejectAccess>): string {
    return `Turn the request ${printable(request)} down, for good?`;
  }

  protected override render(access: AccessRecord): string {
    return `Turned down: ${accessText(access)}.`;
  }
}
