import { logoutUser, type Output } from '@dq0/protocol';
import { logOut } from '../../account/log-out.ts';
import { OperationCommand, type GivenInput } from '../../operation-command.ts';

export default class UserLogout extends OperationCommand<typeof logoutUser> {
  static override summary = 'End the session of this device';
  protected override readonly operation = logoutUser;

  protected override perform(input: GivenInput<typeof logoutUser>): Promise<Output<typeof logoutUser>> {
    return logOut(this.profile, () => super.perform(input));
  }

  protected override render(): string {
    return 'Logged out.';
  }
}
