import { Command, Flags, type Interfaces } from '@oclif/core';
import { readEnvironment, type Environment } from './config/environment.ts';
import { inProfile } from './errors/in-profile.ts';
import { UsageError } from './errors/usage-error.ts';
import { chooseProfile } from './session/choose-profile.ts';
import { Profile } from './session/profile.ts';
import { Console } from './terminal/console.ts';
import { jsonLine } from './terminal/printable.ts';
import type { Prompting } from './terminal/prompt.ts';

export type CommandFlags<T extends typeof Command> = Interfaces.InferredFlags<
  (typeof BaseCommand)['baseFlags'] & T['flags']
>;

/** What every command has: the flags that mean the same everywhere, a profile, and one way to print. */
export abstract class BaseCommand extends Command {
  static override baseFlags = {
    json: Flags.boolean({ description: 'print one JSON value on stdout', helpGroup: 'GLOBAL' }),
    profile: Flags.string({
      description: 'folder of keys and platform to use',
      helpValue: 'NAME',
      helpGroup: 'GLOBAL',
    }),
    'no-input': Flags.boolean({ description: 'never ask; fail where a question would be needed', helpGroup: 'GLOBAL' }),
    yes: Flags.boolean({ char: 'y', description: 'answer yes to confirmations', helpGroup: 'GLOBAL' }),
    timeout: Flags.string({
      description: 'seconds to wait for the platform',
      helpValue: 'SECONDS',
      default: '60',
      helpGroup: 'GLOBAL',
    }),
  };

  protected readonly environment: Environment = readEnvironment();
  #common: CommandFlags<typeof Command> | undefined;
  #console: Console | undefined;
  #profile: Profile | undefined;

  /** Reads the command line; every other member may be used only afterwards. */
  protected async read<T extends typeof Command>(
    command: T,
  ): Promise<{ args: Interfaces.InferredArgs<T['args']>; flags: CommandFlags<T> }> {
    const { args, flags } = await this.parse(command);
    this.#common = flags as CommandFlags<typeof Command>;
    return { args: args as Interfaces.InferredArgs<T['args']>, flags: flags as CommandFlags<T> };
  }

  protected get console(): Console {
    this.#console ??= new Console({ json: this.common.json, environment: this.environment });
    return this.#console;
  }

  protected get profile(): Profile {
    if (!this.#profile) {
      const { name, folder } = chooseProfile(this.environment.profiles, this.common.profile);
      this.#profile = new Profile(name, folder);
    }
    return this.#profile;
  }

  protected get common(): CommandFlags<typeof Command> {
    if (!this.#common) throw new Error('the command line was not read');
    return this.#common;
  }

  /** Whether a person may be asked. */
  protected get prompting(): Prompting {
    return { allowed: !this.common['no-input'] && process.stdin.isTTY };
  }

  protected get timeoutMs(): number {
    const seconds = Number(this.common.timeout);
    if (!Number.isFinite(seconds) || seconds <= 0 || seconds > 86_400) {
      throw new UsageError('--timeout is no number of seconds above 0.', 'Give seconds, for example: --timeout 60');
    }
    return seconds * 1000;
  }

  /** Text with commands to type next, for the profile that was named. */
  protected inProfile(text: string): string {
    return inProfile(text, this.common.profile);
  }

  /** Prints the result: as one JSON value, or as text made by `render`. */
  protected print(value: unknown, render: () => string): void {
    this.console.data(this.console.json ? jsonLine(value) : render());
  }

  /** Failures are shown in one place, not by the framework. */
  protected override catch(error: Error): Promise<never> {
    this.#console?.done();
    return Promise.reject(error);
  }
}
