import { Help, type Command, type Interfaces } from '@oclif/core';
import type { Role } from '@dq0/protocol';
import { readEnvironment } from '../config/environment.ts';
import { chooseProfile } from '../session/choose-profile.ts';
import { Profile } from '../session/profile.ts';
import { commandsThatMatter } from './commands-that-matter.ts';

/** `dq0 --help` shows the eight commands that matter to the role of this profile; `dq0 help --all` all of them. */
export default class ProductHelp extends Help {
  #all = false;

  constructor(config: Interfaces.Config, options: Partial<Interfaces.HelpOptions> = {}) {
    super(config, { ...options, flagSortOrder: 'none', hideCommandSummaryInDescription: true });
  }

  override async showHelp(argv: string[]): Promise<void> {
    const words = argv.filter((word) => word !== 'help' && word !== '--all');
    this.#all = argv.includes('--all');
    await super.showHelp(words);
  }

  protected override showRootHelp(): Promise<void> {
    const { bin, pjson } = this.config;
    const description = pjson.oclif.description ?? '';
    this.log(`${description}\n\nUSAGE\n  $ ${bin} COMMAND [FLAGS]\n\n${this.#list()}\n`);
    this.log(`Details of a command: ${bin} COMMAND --help`);
    if (!this.#all) this.log(`All commands: ${bin} help --all`);
    return Promise.resolve();
  }

  #list(): string {
    const commands = this.sortedCommands.filter(({ hidden }) => !hidden);
    if (this.#all) return this.#section('COMMANDS', commands);
    const chosen = commandsThatMatter(rolesOfProfile()).flatMap(
      (id) => commands.find((command) => command.id === id) ?? [],
    );
    return this.#section('COMMANDS', chosen);
  }

  #section(title: string, commands: readonly Command.Loadable[]): string {
    const names = commands.map(({ id }) => id.replaceAll(':', ' '));
    const width = Math.max(0, ...names.map(({ length }) => length));
    const lines = commands.map(({ summary }, at) => `  ${(names[at] ?? '').padEnd(width)}  ${summary ?? ''}`);
    return [title, ...lines].join('\n');
  }
}

function rolesOfProfile(): readonly Role[] {
  try {
    const { name, folder } = chooseProfile(readEnvironment().profiles, undefined);
    return new Profile(name, folder).login?.roles ?? [];
  } catch {
    // Several profiles, or a damaged one: help must come all the same.
    return [];
  }
}
