import { StartAnswer } from '@dq0/protocol';
import { UsageError } from '../errors/usage-error.ts';
import { readNotes } from './gateway-files.ts';

const PATIENCE_MS = 5_000;

/** An address that begins a browser session for one more profile at a gateway that runs. @throws UsageError for none */
export async function joinGateway(home: string, profile: string): Promise<string> {
  for (const { url, starter } of readNotes(home)) {
    const asked = await fetch(`${url}/v1/session/start`, {
      method: 'POST',
      headers: { authorization: `Bearer ${starter}`, 'content-type': 'application/json' },
      body: JSON.stringify({ profile }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch(() => undefined);
    if (asked?.ok) return StartAnswer.parse(await asked.json()).url;
  }
  throw new UsageError('No gateway of yours runs here.', 'Start one: dq0 studio');
}
