import { whoAmI, type Output } from '@dq0/protocol';
import { OperationCommand } from '../../operation-command.ts';
import { renderFacts } from '../../terminal/table.ts';

export default class UserWhoami extends OperationCommand<typeof whoAmI> {
  static override summary = 'Show who the platform takes you for';
  protected override readonly operation = whoAmI;

  protected override render({ email, roles, device, tokenExpires, authentication }: Output<typeof whoAmI>): string {
    return renderFacts([
      ['user', email],
      ['roles', roles.join(', ')],
      ['device', device],
      ['logged in until', tokenExpires],
      ['logged in by', authentication],
    ]);
  }
}
