import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Flags } from '@oclif/core';
import { BaseCommand } from '../base-command.ts';
import { UsageError } from '../errors/usage-error.ts';
import { ProfileConnection } from '../session/profile-connection.ts';
import type { Gateway } from './gateway.ts';

const USUAL_PORT = 9000;
const STUDIO = fileURLToPath(new URL('../../../studio/dist/browser', import.meta.url));

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

/** A command that serves the gateway until it is told to end, or nobody has asked for a while. */
export abstract class ServingCommand extends BaseCommand {
  protected async serve(
    { port, idle }: { readonly port: number | undefined; readonly idle: number },
    announce: (gateway: Gateway, connection: ProfileConnection) => Promise<() => void>,
  ): Promise<void> {
    const connection = this.#existing();
    // Loaded here: no other command pays for it.
    const [{ startGateway }, { readVersion }] = await Promise.all([import('./gateway.ts'), import('../program.ts')]);
    const gateway = await startGateway({
      wanted: { port: port ?? USUAL_PORT, orNext: port === undefined },
      version: readVersion(),
      studio: STUDIO,
      idleMinutes: idle,
    });
    const stop = toldToStop();
    if (gateway.addresses.length === 1) {
      this.console.note('This machine has no IPv6 loopback; the gateway listens on 127.0.0.1 alone.');
    }
    const leave = await announce(gateway, connection);
    const reason = await Promise.race([stop, gateway.idle.then(() => 'idle' as const)]);
    if (reason === 'idle') this.console.note(`Nobody asked for ${idle} minutes; the gateway ends.`);
    leave();
    await gateway.close();
    process.exitCode = reason === 'SIGINT' ? 130 : 0;
  }

  #existing(): ProfileConnection {
    const { profile } = this;
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
