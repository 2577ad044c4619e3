import { createGroup, type Output } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { OperationCommand } from '../../operation-command.ts';
import { printable } from '../../terminal/printable.ts';

export default class GroupCreate extends OperationCommand<typeof createGroup> {
  static override summary = 'Make a group of people that owners can grant to';
  static override description = 'It is empty at first, and stays: policies name it.';
  static override examples = ['<%= config.bin %> group create labour-study'];
  static override args = {
    group: Args.string({ required: true, ignoreStdin: true, description: 'its name, none of a role' }),
  };
  protected override readonly operation = createGroup;

  protected override render({ group }: Output<typeof createGroup>): string {
    return `Made the group ${printable(group)}. Put people in with: dq0 user groups EMAIL --group ${printable(group)}`;
  }
}
