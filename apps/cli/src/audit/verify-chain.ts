import { canonicalJson, sha256Hex } from '@dq0/encryption';
import { AuditLink, AuditRow } from '@dq0/protocol';

const GENESIS = '0'.repeat(64);

export interface AuditHead {
  readonly number: number;
  readonly hash: string;
}

/** Where a chain broke, and how. */
export interface ChainBreak {
  /** Number of the row, or null for a mistake outside the rows. */
  readonly row: number | null;
  readonly reason: string;
}

/**
 * Checks rows one after the other: form, number without a gap, link to the row before, hash of the content.
 * Of a row that its reader may not see there is the link alone: it is counted, and its hash is taken as it stands.
 * `hash` is SHA-256 over the canonical JSON (RFC 8785) of all other members of the row.
 */
export class ChainVerifier {
  #last: AuditHead | undefined;
  #rows = 0;
  #withheld = 0;
  readonly #hashes = new Set<string>();

  get rows(): number {
    return this.#rows;
  }

  /** Rows of which only the link was there. */
  get withheld(): number {
    return this.#withheld;
  }

  /** The newest row that was accepted. */
  get head(): AuditHead {
    return this.#last ?? { number: 0, hash: GENESIS };
  }

  /** Whether a row of this hash was accepted: the head that a bundle announced must be among them. */
  has(hash: string): boolean {
    return hash === GENESIS || this.#hashes.has(hash);
  }

  /** @returns the break, or undefined when the row continues the chain */
  async add(value: unknown): Promise<ChainBreak | undefined> {
    const after = this.head.number;
    const link = AuditLink.safeParse(value);
    const row = link.success ? undefined : AuditRow.safeParse(value).data;
    const place = link.data ?? row;
    if (!place) return { row: null, reason: `what follows row ${after} is not an audit row` };
    const { number, previous, hash } = place;
    if (number !== after + 1) return { row: number, reason: `row ${after + 1} is missing or out of order` };
    if (previous !== this.head.hash) return { row: number, reason: 'it does not continue the row before' };
    if (row && (await contentHash(row)) !== hash) return { row: number, reason: 'its content was changed' };
    this.#last = { number, hash };
    this.#hashes.add(hash);
    this.#rows++;
    if (!row) this.#withheld++;
    return undefined;
  }
}

function contentHash(row: AuditRow): Promise<string> {
  const content: Partial<AuditRow> = { ...row };
  delete content.hash;
  return sha256Hex(canonicalJson(content));
}
