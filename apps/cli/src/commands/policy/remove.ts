import { removePolicy, type Output } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { ConfirmedCommand } from '../../confirmed-command.ts';
import type { GivenInput } from '../../operation-command.ts';
import { renderEffects } from '../../policy/render-effects.ts';
import { printable } from '../../terminal/printable.ts';

export default class PolicyRemove extends ConfirmedCommand<typeof removePolicy> {
  static override summary = 'Withdraw a policy; its history stays';
  static override examples = ['<%= config.bin %> policy remove census/data-scientist'];
  static override args = {
    policy: Args.string({ required: true, ignoreStdin: true, description: 'DATASET/NAME, or /NAME of the platform' }),
  };
  protected override readonly operation = removePolicy;

  protected override question({ policy }: GivenInput<typeof removePolicy>): string {
    return `Withdraw ${printable(policy)}?`;
  }

  protected override render({ policy, version, ...consequences }: Output<typeof removePolicy>): string {
    const removed = `Withdrew ${printable(policy)} (version ${version}).`;
    return policy.startsWith('/') ? removed : `${removed}\n\n${renderEffects(consequences)}`;
  }
}
