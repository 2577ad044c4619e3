import { CodedError, logoutUser, type Output } from '@dq0/protocol';
import { OperationCommand, type GivenInput } from '../../operation-command.ts';

export default class UserLogout extends OperationCommand<typeof logoutUser> {
  static override summary = 'End the session of this device';
  protected override readonly operation = logoutUser;

  /** A session that the platform has ended already is ended here too. */
  protected override async perform(input: GivenInput<typeof logoutUser>): Promise<Output<typeof logoutUser>> {
    try {
      const output = await super.perform(input);
      this.profile.removeLogin();
      return output;
    } catch (error) {
      if (error instanceof CodedError && error.code === 'AUTH_REFUSED') this.profile.removeLogin();
      throw error;
    }
  }

  protected override render(): string {
    return 'Logged out.';
  }
}
