import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../base-command.ts';
import ProductHelp from '../help/help.ts';

export default class HelpCommand extends BaseCommand {
  static override summary = 'Explain a command, or list them all with --all';
  static override strict = false;
  static override args = { command: Args.string({ ignoreStdin: true, description: 'command to explain' }) };
  static override flags = { all: Flags.boolean({ description: 'list every command' }) };

  override async run(): Promise<void> {
    const { flags } = await this.read(HelpCommand);
    const words = this.argv.filter((word) => !word.startsWith('-'));
    await new ProductHelp(this.config).showHelp(flags.all ? [...words, '--all'] : words);
  }
}
