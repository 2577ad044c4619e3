import { Args, Flags } from '@oclif/core';
import { BaseCommand } from '../base-command.ts';
import { unknownCommand } from '../errors/unknown-command.ts';
import ProductHelp from '../help/help.ts';
import { jsonLine } from '../terminal/printable.ts';

export default class HelpCommand extends BaseCommand {
  static override summary = 'Explain a command, or list them all with --all';
  static override strict = false;
  static override args = { command: Args.string({ ignoreStdin: true, description: 'command to explain' }) };
  static override flags = { all: Flags.boolean({ description: 'list every command' }) };

  override async run(): Promise<void> {
    const { flags } = await this.read(HelpCommand);
    const words = this.argv.filter((word) => !word.startsWith('-'));
    if (this.console.json) {
      this.console.data(jsonLine({ commands: this.#listed(words) }));
      return;
    }
    await new ProductHelp(this.config).showHelp(flags.all ? [...words, '--all'] : words);
  }

  /** Every command, or those that begin with these words, each with what it does. @throws UsageError for none */
  #listed(words: readonly string[]): { name: string; summary: string }[] {
    const commands = this.config.commands
      .map(({ id, summary }) => ({ name: id.replaceAll(':', ' '), summary: summary ?? '' }))
      .filter(({ name }) => words.every((word, at) => name.split(' ')[at] === word))
      .sort((a, b) => a.name.localeCompare(b.name));
    if (commands.length === 0) throw unknownCommand(words, this.config.commandIDs);
    return commands;
  }
}
