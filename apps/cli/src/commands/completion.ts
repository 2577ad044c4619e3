import { Args } from '@oclif/core';
import { BaseCommand } from '../base-command.ts';
import { completionScript, SHELLS, type Shell } from '../completion/completion-script.ts';

export default class Completion extends BaseCommand {
  static override summary = 'Print a completion script for a shell';
  static override examples = ['source <(<%= config.bin %> completion bash)'];
  static override args = {
    shell: Args.string({ required: true, ignoreStdin: true, options: [...SHELLS], description: 'your shell' }),
  };

  override async run(): Promise<void> {
    const { args } = await this.read(Completion);
    const commands = this.config.commands.filter(({ hidden }) => !hidden);
    const known = commands.map(({ id, summary, flags }) => ({
      words: id.split(':'),
      summary: summary ?? '',
      flags: Object.keys(flags).map((flag) => `--${flag}`),
    }));
    const script = completionScript(args.shell as Shell, known);
    this.print({ shell: args.shell, script }, () => script);
  }
}
