import { approveAccess, type Output } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { accessText } from '../../access/render-access.ts';
import { readPositive } from '../../answers/read-question.ts';
import { OperationCommand, type GivenInput } from '../../operation-command.ts';
import { readUntil } from '../../policy/read-until.ts';
import { renderEffects } from '../../policy/render-effects.ts';

type Flagged = { readonly epsilon?: string; readonly until?: string };

export default class AccessApprove extends OperationCommand<typeof approveAccess> {
  static override summary = 'Let who asked ask your data set for that purpose, until an end';
  static override description =
    'It writes a policy for that one person. Without --until the end is the one wished for.';
  static override examples = [
    '<%= config.bin %> access approve 0198c0de-0000-7000-8000-000000000002 --epsilon 0.5 --until 2027-06-30',
  ];
  static override args = {
    request: Args.string({ required: true, ignoreStdin: true, description: 'id of the request' }),
  };
  static override flags = {
    epsilon: Flags.string({ description: 'at most this epsilon in one release', helpValue: 'E' }),
    until: Flags.string({ description: 'last day (UTC), or the time at which it ends', helpValue: 'DATE' }),
  };
  protected override readonly operation = approveAccess;

  protected override input(
    { request }: { request: string },
    { epsilon, until }: Flagged,
  ): GivenInput<typeof approveAccess> {
    return {
      request,
      ...(epsilon === undefined ? {} : { epsilon: readPositive('epsilon', epsilon) }),
      ...(until === undefined ? {} : { until: readUntil(until) }),
    };
  }

  protected override render({ request, ...consequences }: Output<typeof approveAccess>): string {
    return `Approved: ${accessText(request)}, by the policy ${request.policy ?? ''}.\n\n${renderEffects(consequences)}`;
  }
}
