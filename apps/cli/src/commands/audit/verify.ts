import { readFileSync } from 'node:fs';
import { CodedError, exportAudit } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { AuditCommand } from '../../audit-command.ts';
import { verifyAuditText, type VerifiedFile } from '../../audit/audit-file.ts';
import { ChainVerifier, type ChainBreak } from '../../audit/verify-chain.ts';
import { UsageError } from '../../errors/usage-error.ts';

type Verified = Omit<VerifiedFile, 'broken'>;

export default class AuditVerify extends AuditCommand {
  static override summary = 'Verify the audit record: a file offline, or the platform against its signed bundle';
  static override args = {
    file: Args.string({ ignoreStdin: true, description: 'an export; without it the platform is asked' }),
  };

  override async run(): Promise<void> {
    const { args } = await this.read(AuditVerify);
    const { rows, withheld, head } = args.file === undefined ? await this.#online() : await this.#offline(args.file);
    const others = withheld === 0 ? '' : ` ${withheld} of them are about others: of these the links were verified.`;
    this.print(
      { verified: true, rows, withheld, head },
      () => `Verified: ${rows} rows, unbroken up to row ${head.number}.${others}`,
    );
  }

  async #offline(file: string): Promise<Verified> {
    const { broken, ...verified } = await verifyAuditText(readExport(file));
    if (broken) throw brokenError(broken);
    return verified;
  }

  /** The heads that signed bundles announced, before this reading and now, must be rows of the record. */
  async #online(): Promise<Verified> {
    const client = await this.client(exportAudit);
    const announced = [this.profile.pin?.auditHead, (await client.freshBundle()).auditHead];
    const chain = new ChainVerifier();
    for await (const page of this.pages()) {
      for (const row of page) {
        const broken = await chain.add(row);
        if (broken) throw brokenError(broken);
      }
    }
    const lost = announced.find((hash) => hash !== null && hash !== undefined && !chain.has(hash));
    if (lost !== undefined) {
      throw brokenError({
        row: null,
        reason: 'a head that the platform signed is not in it: rows were taken away or replaced',
      });
    }
    const { rows, withheld, head } = chain;
    return { rows, withheld, head };
  }
}

function readExport(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new UsageError(`The file ${file} cannot be read.`, 'Make one with: dq0 audit export FILE');
  }
}

function brokenError({ row, reason }: ChainBreak): CodedError {
  const where = row === null ? 'The audit log was changed' : `The audit log was changed at row ${row}`;
  return new CodedError('AUDIT_BROKEN', { message: `${where}: ${reason}.` });
}
