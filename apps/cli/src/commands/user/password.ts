import { changePassword, type Output } from '@dq0/protocol';
import { OperationCommand, type GivenInput } from '../../operation-command.ts';
import { changeFlags, readPasswordChange, type ChangeFlags } from '../../session/read-password.ts';

export default class UserPassword extends OperationCommand<typeof changePassword> {
  static override summary = 'Change your password; logins on other devices end';
  static override flags = { ...changeFlags };
  protected override readonly operation = changePassword;

  protected override input(_args: object, flags: ChangeFlags): Promise<GivenInput<typeof changePassword>> {
    return readPasswordChange(flags, this.prompting);
  }

  protected override render({ ended }: Output<typeof changePassword>): string {
    return `Changed. ${ended === 1 ? 'One login on another device' : `${ended} logins on other devices`} ended.`;
  }
}
