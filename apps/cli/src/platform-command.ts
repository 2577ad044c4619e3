import type { Dq0Client, Receipt } from '@dq0/client';
import type { AnyOperation, Output } from '@dq0/protocol';
import type { z } from 'zod';
import { BaseCommand } from './base-command.ts';
import { ProfileConnection } from './session/profile-connection.ts';

export type GivenInput<T extends AnyOperation> = z.input<T['input']>;

/** A command that speaks with the platform as this profile's device. */
export abstract class PlatformCommand extends BaseCommand {
  #connection: ProfileConnection | undefined;

  protected async call<T extends AnyOperation>(
    operation: T,
    input: GivenInput<T>,
    timeoutMs = this.timeoutMs,
  ): Promise<Output<T>> {
    await this.client(operation);
    this.console.progress('Waiting for the platform');
    const output = await this.connection.call(operation, input, { timeoutMs });
    this.console.done();
    return output;
  }

  protected get connection(): ProfileConnection {
    this.#connection ??= new ProfileConnection(this.profile, this.console);
    return this.#connection;
  }

  /** The newest exchange of this command, sealed. */
  protected get receipt(): Receipt | undefined {
    return this.#connection?.receipt;
  }

  /** @throws CodedError AUTH_REFUSED where the operation needs a login that this profile lacks: nothing is sent then */
  protected client(operation: AnyOperation): Promise<Dq0Client> {
    return this.connection.client(operation);
  }
}
