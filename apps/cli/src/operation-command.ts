import type { AnyOperation, Output } from '@dq0/protocol';
import type { z } from 'zod';
import { namingFlags } from './errors/name-flags.ts';
import { PlatformCommand, type GivenInput } from './platform-command.ts';

export type { GivenInput } from './platform-command.ts';

/**
 * A command that is one operation: flags -> input, output -> text. By default arguments and flags go by their names
 * into the members of the input; whatever differs overrides `input`.
 */
export abstract class OperationCommand<T extends AnyOperation> extends PlatformCommand {
  protected abstract readonly operation: T;
  protected abstract render(output: Output<T>): string;
  /** Members of the input that a flag of another name gives. */
  protected readonly flagOf: Readonly<Record<string, string>> = {};

  override async run(): Promise<void> {
    const { args, flags } = await this.read(this.ctor);
    const input = await this.input(args, flags);
    try {
      this.show(await this.perform(input));
    } catch (error) {
      // A command without flags has no such member at all.
      const own = { ...this.ctor.flags };
      throw namingFlags(error, (member) => this.flagOf[member] ?? (Object.hasOwn(own, member) ? member : undefined));
    }
  }

  protected input(
    args: Record<string, unknown>,
    flags: Record<string, unknown>,
  ): Promise<GivenInput<T>> | GivenInput<T> {
    const { shape } = this.operation.input as unknown as z.ZodObject;
    const given = Object.entries({ ...flags, ...args }).filter(([name, value]) => name in shape && value !== undefined);
    return Object.fromEntries(given) as GivenInput<T>;
  }

  protected perform(input: GivenInput<T>): Promise<Output<T>> {
    return this.call(this.operation, input);
  }

  protected show(output: Output<T>): void {
    this.print(output, () => this.render(output));
  }
}
