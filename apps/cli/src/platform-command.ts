import type { Dq0Client, Receipt } from '@dq0/client';
import { CodedError, type AnyOperation, type Output } from '@dq0/protocol';
import type { z } from 'zod';
import { BaseCommand } from './base-command.ts';
import { readDeviceKeys } from './session/device-keys.ts';
import { openClient } from './session/open-client.ts';

export type GivenInput<T extends AnyOperation> = z.input<T['input']>;

/** A command that speaks with the platform as this profile's device. */
export abstract class PlatformCommand extends BaseCommand {
  #client: Dq0Client | undefined;

  protected async call<T extends AnyOperation>(
    operation: T,
    input: GivenInput<T>,
    timeoutMs = this.timeoutMs,
  ): Promise<Output<T>> {
    const client = await this.client(operation);
    this.console.progress('Waiting for the platform');
    const output = await client.call(operation, input, { timeoutMs });
    this.console.done();
    return output;
  }

  /** The newest exchange of this command, sealed. */
  protected get receipt(): Receipt | undefined {
    return this.#client?.receipt;
  }

  /** @throws CodedError AUTH_REFUSED where the operation needs a login that this profile lacks: nothing is sent then */
  protected async client(operation: AnyOperation): Promise<Dq0Client> {
    if (this.#client) return this.#client;
    const { profile } = this;
    profile.requirePin();
    const keys = await readDeviceKeys(profile);
    if (operation.access !== 'anyone' && profile.login === undefined) throw new CodedError('AUTH_REFUSED');
    this.#client = openClient(profile, keys, this.console);
    return this.#client;
  }
}
