import type { CallOptions, Dq0Client, Receipt } from '@dq0/client';
import { CodedError, type AnyOperation, type Output } from '@dq0/protocol';
import type { z } from 'zod';
import type { Console } from '../terminal/console.ts';
import { keyFiles, readDeviceKeys } from './device-keys.ts';
import { openClient } from './open-client.ts';
import { pairAgain } from './pair-again.ts';
import type { Profile } from './profile.ts';

/**
 * The way from one profile to its platform. Client and keys are kept over many calls; a login, a logout or a new key
 * in the profile's folder, also by another process, begins a new client.
 */
export class ProfileConnection {
  readonly profile: Profile;
  readonly console: Pick<Console, 'note'>;
  #kept: { readonly madeFrom: string; readonly client: Promise<Dq0Client> } | undefined;
  #newest: Dq0Client | undefined;

  constructor(profile: Profile, console: Pick<Console, 'note'>) {
    this.profile = profile;
    this.console = console;
  }

  /** The newest exchange, sealed. */
  get receipt(): Receipt | undefined {
    return this.#newest?.receipt;
  }

  /** @throws CodedError of the operation or of the way there; UsageError for a profile that cannot be used */
  async call<T extends AnyOperation>(
    operation: T,
    input: z.input<T['input']>,
    options: CallOptions = {},
  ): Promise<Output<T>> {
    const client = await this.client(operation);
    try {
      return await client.call(operation, input, options);
    } catch (error) {
      throw pairAgain(error, this.profile);
    }
  }

  /** @throws CodedError AUTH_REFUSED where the operation needs a login that this profile lacks: nothing is sent then */
  async client(operation: AnyOperation): Promise<Dq0Client> {
    const { thumbprint, proxies } = this.profile.requirePin();
    const { login } = this.profile;
    const madeFrom = JSON.stringify([thumbprint, proxies, login?.token, keyFiles(this.profile)]);
    if (this.#kept?.madeFrom !== madeFrom) this.#kept = { madeFrom, client: this.#open() };
    const client = await this.#kept.client;
    if (operation.access !== 'anyone' && login === undefined) {
      throw pairAgain(new CodedError('AUTH_REFUSED'), this.profile);
    }
    return client;
  }

  async #open(): Promise<Dq0Client> {
    try {
      this.#newest = openClient(this.profile, await readDeviceKeys(this.profile), this.console);
      return this.#newest;
    } catch (error) {
      this.#kept = undefined;
      throw error;
    }
  }
}
