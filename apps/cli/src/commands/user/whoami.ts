import { whoAmI, type Output } from '@dq0/protocol';
import { OperationCommand } from '../../operation-command.ts';
import { renderFacts } from '../../terminal/table.ts';

export default class UserWhoami extends OperationCommand<typeof whoAmI> {
  static override summary = 'Show who the platform takes you for';
  protected override readonly operation = whoAmI;

  protected override render(output: Output<typeof whoAmI>): string {
    const { email, roles, groups, device, tokenExpires, authentication } = output;
    return renderFacts([
      ['user', email],
      ['roles', roles.join(', ')],
      ...(groups.length === 0 ? [] : [['groups', groups.join(', ')] as const]),
      ['device', device],
      ['logged in until', tokenExpires],
      ['logged in by', authentication],
    ]);
  }
}
