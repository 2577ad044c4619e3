import { existsSync } from 'node:fs';
import { Flags } from '@oclif/core';
import { BaseCommand } from '../base-command.ts';
import { UsageError } from '../errors/usage-error.ts';
import { chooseProfile } from '../session/choose-profile.ts';
import { ProfileConnection } from '../session/profile-connection.ts';
import { Profile } from '../session/profile.ts';
import { GatewayFiles } from './gateway-files.ts';
import type { Gateway } from './gateway.ts';
import type { WantedPort } from './server/loopback-servers.ts';
import { STUDIO, USUAL_PORT } from './studio-build.ts';

export const servingFlags = {
  port: Flags.integer({
    min: 1,
    max: 65_535,
    description: `port on loopback (default: ${USUAL_PORT}, or the next free one)`,
    helpValue: 'NUMBER',
  }),
  idle: Flags.integer({
    min: 0,
    max: 100_000,
    description: 'end after so many minutes without a request; 0 for never',
    helpValue: 'MINUTES',
  }),
};

export interface Serving {
  readonly gateway: Gateway;
  readonly connection: ProfileConnection;
  /** The token of programs, and where it lies. */
  readonly token: string;
  readonly tokenFile: string;
}

/** A command that serves the gateway until it is told to end, or nobody has asked for a while. */
export abstract class ServingCommand extends BaseCommand {
  protected async serve(
    { wanted, idle }: { readonly wanted: WantedPort; readonly idle: number },
    announce: (serving: Serving) => Promise<void>,
  ): Promise<void> {
    const connection = this.#existing(this.profile);
    // Loaded here: no other command pays for it.
    const [{ startGateway }, { readVersion }] = await Promise.all([import('./gateway.ts'), import('../program.ts')]);
    const gateway = await startGateway({
      wanted,
      version: readVersion(),
      studio: STUDIO,
      connect: (name) => this.#existing(this.#profileNamed(name)),
      idleMinutes: idle,
    });
    const stop = toldToStop();
    if (gateway.addresses.length === 1) {
      this.console.note('This machine has no IPv6 loopback; the gateway listens on 127.0.0.1 alone.');
    }
    const files = new GatewayFiles(this.environment.home, gateway.port);
    const token = await this.#note(gateway, connection, files);
    await announce({ gateway, connection, token, tokenFile: files.tokenFile });
    const reason = await Promise.race([stop, gateway.idle.then(() => 'idle' as const)]);
    if (reason === 'idle') this.console.note(`Nobody asked for ${idle} minutes; the gateway ends.`);
    files.remove();
    await gateway.close();
    process.exitCode = reason === 'SIGINT' ? 130 : 0;
  }

  /** Leaves word where programs and other commands of this user find it. @returns the token of programs */
  async #note(gateway: Gateway, connection: ProfileConnection, files: GatewayFiles): Promise<string> {
    const token = await gateway.newToken(connection);
    files.write(token, {
      url: `http://localhost:${gateway.port}`,
      profile: connection.profile.name,
      tokenFile: files.tokenFile,
      starter: await gateway.newStarter(connection),
      pid: process.pid,
    });
    return token;
  }

  #profileNamed(name: string): Profile {
    return new Profile(name, chooseProfile(this.environment.profiles, name).folder);
  }

  #existing(profile: Profile): ProfileConnection {
    if (existsSync(profile.files.folder)) return new ProfileConnection(profile, this.console);
    throw new UsageError(
      `There is no profile "${profile.name}" yet.`,
      this.inProfile('Add the invitation of your platform: dq0 proxy add CONNECTION'),
    );
  }
}

/** The signal that ends the gateway; from here on an interruption is no failure of a command. */
function toldToStop(): Promise<'SIGINT' | 'SIGTERM'> {
  process.removeAllListeners('SIGINT');
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
  });
}
