import { readFileSync } from 'node:fs';
import { fingerprintGroups } from '@dq0/encryption';
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
    const found = args.file === undefined ? await this.#online() : await this.#offline(args.file);
    const { rows, withheld, head, signed } = found;
    const others = withheld === 0 ? '' : ` ${withheld} of them are about others: of these the links were verified.`;
    const by = signed && { platform: fingerprintGroups(signed.thumbprint), at: signed.at.toISOString() };
    this.print({ verified: true, rows, withheld, head, ...(by ? { signed: by } : {}) }, () => {
      const verified = `Verified: ${rows} rows, unbroken up to row ${head.number}.${others}`;
      return by === undefined ? verified : `${verified}\n${this.#signedText(by)}`;
    });
  }

  #signedText({ platform, at }: { readonly platform: string; readonly at: string }): string {
    const said = `It was the newest row at ${at}, as the platform signed`;
    return this.profile.pin === undefined
      ? `${said}. Compare its fingerprint:\n  ${platform}`
      : `${said} whom you know.`;
  }

  async #offline(file: string): Promise<Verified> {
    const { broken, ...verified } = await verifyAuditText(readExport(file));
    if (broken) throw brokenError(broken);
    const known = this.profile.pin?.thumbprint;
    if (known !== undefined && verified.signed?.thumbprint !== known) throw brokenError({ row: null, reason: FOREIGN });
    return verified;
  }

  /** Every head that a signed bundle announced to this profile, until now, must be a row of the record. */
  async #online(): Promise<Verified> {
    const client = await this.client(exportAudit);
    await client.freshBundle();
    const chain = new ChainVerifier();
    const { pages } = await this.record();
    for await (const page of pages) {
      for (const row of page) {
        const broken = await chain.add(row);
        if (broken) throw brokenError(broken);
      }
    }
    const pin = this.profile.requirePin();
    const kept = pin.auditHeads?.filter((hash) => chain.has(hash)) ?? [];
    if (kept.length < (pin.auditHeads?.length ?? 0)) {
      // Said once: else a platform that was set back to a backup could never be verified again.
      this.profile.savePin({ ...pin, auditHeads: kept });
      throw brokenError({ row: null, reason: LOST });
    }
    const { rows, withheld, head } = chain;
    return { rows, withheld, head, signed: undefined };
  }
}

const FOREIGN = 'another platform signed it than the one that this profile knows';

const LOST =
  'a head that the platform signed is not in it. Rows were taken away or replaced, or the platform was set back to a ' +
  'backup: then its administrator can show you the row platform:restore, and this is said once';

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
