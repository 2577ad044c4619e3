import { UsageError } from '../errors/usage-error.ts';

/** All of stdin as text, up to a limit of bytes. */
export async function readStdin(limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limit) throw new UsageError(`Standard input holds more than ${limit} bytes.`, 'Pass less.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
