import { CodedError } from '@dq0/protocol';
import { ChainVerifier } from '../audit/chain-verifier.ts';
import type { PlatformPorts } from '../config/platform-ports.ts';
import { withPlatform, type CommandResult } from './command.ts';

/** Walks the audit chain in the database; exit 8 when a row does not follow from the one before. */
export async function verifyAudit(ports: PlatformPorts): Promise<CommandResult> {
  try {
    const head = await withPlatform(ports, (context) => context.get(ChainVerifier).verify());
    return {
      json: { intact: true, head },
      lines: [`${head.number} rows, unbroken. Head: ${head.hash}`],
      exit: 0,
    };
  } catch (error) {
    if (!(error instanceof CodedError) || error.code !== 'AUDIT_BROKEN') throw error;
    const places = error.details.map(({ path, message }) => `${path} ${message}`);
    return { json: { intact: false, places }, lines: [error.message, ...places, error.remedy], exit: error.exit };
  }
}
