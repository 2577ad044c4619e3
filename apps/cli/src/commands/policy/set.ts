import { setPolicy, type Output } from '@dq0/protocol';
import { Args, Flags } from '@oclif/core';
import { UsageError } from '../../errors/usage-error.ts';
import { OperationCommand, type GivenInput } from '../../operation-command.ts';
import {
  DRAFT_ARGS,
  FORM_FLAGS,
  inFile,
  readDraft,
  readForm,
  type GivenForm,
  type Whom,
} from '../../policy/read-draft.ts';
import { renderEffects } from '../../policy/render-effects.ts';
import { printable } from '../../terminal/printable.ts';

const FORM = ['group', 'user', 'epsilon', 'until', 'purpose', 'share'];
const FLAG_OF = {
  ...Object.fromEntries(FORM.map((flag) => [`draft.form.${flag}`, flag])),
  ...{ 'draft.name': 'name', 'draft.requesters': 'group', requesters: 'group' },
};

type Flagged = GivenForm & Whom & { readonly request?: boolean; readonly name?: string };

export default class PolicySet extends OperationCommand<typeof setPolicy> {
  static override summary =
    'Write a policy: a group or one person may ask your data set, within bounds; or Cedar text from a file';
  static override description =
    'A policy of the same name is replaced; without --name it is called as the group, or after the person. Policies add up: what one permits, a limit in another does not take back. It acts at once.';
  static override examples = [
    '<%= config.bin %> policy set census --group data-scientist --epsilon 0.5 --until 2027-06-30',
    '<%= config.bin %> policy set census --user ada@example.org --epsilon 0.2',
    '<%= config.bin %> policy set census --group data-scientist --request',
    '<%= config.bin %> policy set census labour-study.cedar',
    '<%= config.bin %> policy set / no-queries-at-night.cedar',
  ];
  static override args = {
    place: Args.string({ required: true, ignoreStdin: true, description: 'your data set, or / for the platform' }),
    ...DRAFT_ARGS,
  };
  static override flags = {
    group: Flags.string({ description: 'form: this group may ask', helpValue: 'GROUP' }),
    user: Flags.string({ description: 'form: this person may ask', helpValue: 'EMAIL', exclusive: ['group'] }),
    ...FORM_FLAGS,
    request: Flags.boolean({ description: 'this group sees the data set listed and may request access, nothing more' }),
    name: Flags.string({ description: 'name of the policy', helpValue: 'NAME' }),
  };
  protected override readonly operation = setPolicy;
  protected override readonly flagOf = FLAG_OF;
  #file: string | undefined;

  protected override input(
    { place, file }: { place: string; file?: string },
    { group, user, name: given, request, ...form }: Flagged,
  ): GivenInput<typeof setPolicy> {
    this.#file = file;
    const bounded = [form.epsilon, form.until, form.share, form.purpose].some((flag) => flag !== undefined);
    const name = given === undefined ? {} : { name: given };
    if (request === true) {
      if (file === undefined && group !== undefined && !bounded) {
        return { place, draft: { ...name, requesters: group } };
      }
      throw new UsageError('--request is for a group, without bounds.', 'Give --group GROUP --request.');
    }
    const whom = { ...(group === undefined ? {} : { group }), ...(user === undefined ? {} : { user }) };
    const named = group !== undefined || user !== undefined;
    if (file === undefined && named) return { place, draft: { ...name, form: readForm(whom, form) } };
    if (file === undefined || named || bounded) {
      throw new UsageError(
        'A policy is either a form or a text.',
        'Give --group GROUP or --user EMAIL with its bounds, or a FILE.',
      );
    }
    return { place, draft: readDraft(file, given) };
  }

  protected override async perform(input: GivenInput<typeof setPolicy>): Promise<Output<typeof setPolicy>> {
    try {
      return await super.perform(input);
    } catch (error) {
      throw inFile(error, this.#file);
    }
  }

  protected override render({ record, ...consequences }: Output<typeof setPolicy>): string {
    const saved = `Saved ${printable(record.policy)} as version ${record.version}.`;
    return record.policy.startsWith('/') ? saved : `${saved}\n\n${renderEffects(consequences)}`;
  }
}
