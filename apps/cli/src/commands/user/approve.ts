import { approveUser, listUsers, ROLES, type Output, type Role } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { UsageError } from '../../errors/usage-error.ts';
import { OperationCommand, type GivenInput } from '../../operation-command.ts';
import { confirm } from '../../terminal/prompt.ts';
import { printable } from '../../terminal/printable.ts';

type ApproveFlags = { readonly role: Role; readonly group?: string[]; readonly fingerprint?: string };

export default class UserApprove extends OperationCommand<typeof approveUser> {
  static override summary = 'Let an applicant in, after comparing the fingerprint';
  static override examples = [
    '<%= config.bin %> user approve ada@example.org --role data-scientist',
    '<%= config.bin %> user approve ada@example.org --role data-scientist --group labour-study',
  ];
  static override args = { email: Args.string({ required: true, ignoreStdin: true, description: 'the applicant' }) };
  static override flags = {
    role: Flags.string({ required: true, options: [...ROLES], description: 'what the user may do' }),
    group: Flags.string({
      multiple: true,
      multipleNonGreedy: true,
      description: 'group beside the role; may be repeated, for administrators',
      helpValue: 'GROUP',
    }),
    fingerprint: Flags.string({
      description: 'twelve groups of five digits, as the applicant reads them out',
      helpValue: 'GROUPS',
    }),
  };
  protected override readonly operation = approveUser;
  protected override readonly flagOf = { groups: 'group' };

  protected override async input(
    args: { email: string },
    flags: ApproveFlags,
  ): Promise<GivenInput<typeof approveUser>> {
    const fingerprint = flags.fingerprint ?? (await this.#compared(args.email));
    const groups = [...new Set(flags.group ?? [])];
    return { email: args.email, role: flags.role, groups, fingerprint };
  }

  /** Without a fingerprint a person compares it here; what was shown is what is approved. */
  async #compared(email: string): Promise<string | undefined> {
    if (this.common.yes) return undefined;
    const way = 'Compare the fingerprint with the applicant and pass it: --fingerprint "12345 ..."';
    if (!this.prompting.allowed) throw new UsageError('The fingerprint was not compared.', way);
    const { users } = await this.call(listUsers, {});
    const applicant = users.find((user) => user.email === email.trim().toLowerCase());
    if (!applicant) throw new UsageError(`Nobody has applied as ${email}.`, 'List the applicants: dq0 user list');
    this.console.note(`Ask ${printable(email)}, by telephone, for the output of: dq0 fingerprint\n`);
    this.console.note(`  ${applicant.fingerprint}\n`);
    if (await confirm('Are all twelve groups the same?', way, this.prompting)) return applicant.fingerprint;
    throw new UsageError('Not approved.', 'If the fingerprints differ, somebody is in between: dq0 user reject EMAIL');
  }

  protected override render({ user }: Output<typeof approveUser>): string {
    const groups = user.groups.length === 0 ? '' : `, in ${user.groups.map(printable).join(', ')}`;
    return `Approved: ${printable(user.email)} as ${user.roles.join(', ')}${groups}.`;
  }
}
