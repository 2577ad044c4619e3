import { CodedError } from '@dq0/protocol';
import { setTimeout as pause } from 'node:timers/promises';
import { UsageError } from '../errors/usage-error.ts';
import type { ProfileConnection } from '../session/profile-connection.ts';
import { openInBrowser } from './open-in-browser.ts';
import { STUDIO, USUAL_PORT } from './studio-build.ts';

/** As long as a start address may lie. */
const PATIENCE_MS = 5 * 60_000;

export interface OnePage {
  readonly connection: ProfileConnection;
  /** Path in Studi0. */
  readonly page: string;
  readonly open: boolean;
  /** Nobody is to be asked for anything. */
  readonly noInput: boolean;
  /** Whether what the page is for has happened. */
  readonly done: () => boolean | Promise<boolean>;
  /** How often to look, milliseconds. */
  readonly everyMs: number;
}

/** Shows one page of Studi0 for a profile until something came of it. @throws CodedError TIMED_OUT, UsageError under `--no-input` */
export async function showOnePage({ connection, page, open, noInput, done, everyMs }: OnePage): Promise<void> {
  if (noInput) {
    throw new UsageError(
      'A passkey needs a browser and a person at it.',
      'Leave --no-input out. Scripts log in as machines: dq0 device pair --machine',
    );
  }
  const [{ startGateway }, { readVersion }] = await Promise.all([import('./gateway.ts'), import('../program.ts')]);
  const gateway = await startGateway({
    wanted: { port: USUAL_PORT, orNext: true },
    version: readVersion(),
    studio: STUDIO,
    connect: (name) => {
      throw new UsageError(`This page is for one profile alone, not for "${name}".`, 'Open Studi0: dq0 studio');
    },
    idleMinutes: 0,
  });
  try {
    const url = await gateway.startUrl(connection, page);
    const opened = open && (await openInBrowser(url));
    connection.console.note(opened ? 'Go on in the browser.' : `Open once, within 5 minutes: ${url}`);
    const deadline = performance.now() + PATIENCE_MS;
    while (!(await done())) {
      if (performance.now() > deadline) throw new CodedError('TIMED_OUT', NOT_DONE);
      await pause(everyMs);
    }
  } finally {
    await gateway.close();
  }
}

const NOT_DONE = { message: 'Nothing came of the page within five minutes.', remedy: 'Run the command again.' };
