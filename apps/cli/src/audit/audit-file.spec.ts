import { canonicalJson, generateIdentityKey, sha256Hex, signAuditHead, type IdentityKey } from '@dq0/encryption';
import { auditLines, type AuditLink as Link, type AuditRow, type ExportedHead } from '@dq0/protocol';
import type { z } from 'zod';
import { beforeAll, describe, expect, it } from 'vitest';
import { verifyAuditText } from './audit-file.ts';

const AT = new Date('2026-11-24T12:00:00Z');
let rows: AuditRow[];
let identity: IdentityKey;
let fullHead: ExportedHead;
beforeAll(async () => {
  identity = await generateIdentityKey();
  rows = [];
  let previous = '0'.repeat(64);
  for (let number = 1; number <= 5; number++) {
    const content = {
      number,
      time: '2026-11-24T00:00:00Z',
      auditId: `0198c0de-0000-4000-8000-00000000000${number}`,
      actor: 'ada@example.org',
      action: 'query:run',
      object: 'census',
      outcome: 'done',
      facts: { epsilon: 0.5, text: 'é\u2028' },
      salt: `${number}`.repeat(32),
      previous,
    };
    const hash = await sha256Hex(canonicalJson(content));
    rows.push({ ...content, hash });
    previous = hash;
  }
  fullHead = await signedHead(5, previous);
});

async function signedHead(number: number, hash: string): Promise<ExportedHead> {
  return { number, hash, signed: await signAuditHead({ number, hash, at: AT }, identity) };
}
const head = (): ExportedHead => fullHead;
const linkOf = ({ number, previous, hash }: AuditRow): z.infer<typeof Link> => ({ number, previous, hash });
const whole = (): string => auditLines(rows, head());
const reasonOf = async (text: string): Promise<string | undefined> => (await verifyAuditText(text)).broken?.reason;

describe('an exported audit record', () => {
  it('is verified as it was written', async () => {
    const { number, hash } = head();
    const signed = { thumbprint: identity.thumbprint, at: AT };
    const found = { rows: 5, withheld: 0, head: { number, hash }, signed, broken: undefined };
    expect(await verifyAuditText(whole())).toEqual(found);
    expect((await verifyAuditText(auditLines([], await signedHead(0, '0'.repeat(64))))).broken).toBeUndefined();
  });

  it('is broken by an edit', async () => {
    expect(await reasonOf(whole().replace('"object":"census"', '"object":"other"'))).toContain('content was changed');
  });

  it('is broken by an edit with a new hash, at the next row', async () => {
    const [first, second, third] = rows as [AuditRow, AuditRow, AuditRow];
    const content: Partial<AuditRow> = { ...second, actor: 'eve@example.org' };
    delete content.hash;
    const forged = { ...second, actor: 'eve@example.org', hash: await sha256Hex(canonicalJson(content)) };
    const { broken } = await verifyAuditText(auditLines([first, forged, third], head()));
    expect(broken).toEqual({ row: 3, reason: 'it does not continue the row before' });
  });

  it('is broken by a row that was taken out, doubled or moved', async () => {
    const [a, b, c, d, e] = rows as [AuditRow, AuditRow, AuditRow, AuditRow, AuditRow];
    expect(await reasonOf(auditLines([a, b, d, e], head()))).toContain('row 3 is missing');
    expect(await reasonOf(auditLines([a, b, b, c, d, e], head()))).toContain('row 3 is missing');
    expect(await reasonOf(auditLines([a, c, b, d, e], head()))).toContain('row 2 is missing');
    expect(await reasonOf(auditLines([b, c, d, e], head()))).toContain('row 1 is missing');
  });

  it('is broken when its end is cut off, with or without the line of the head', async () => {
    const lines = whole().trimEnd().split('\n');
    expect(await reasonOf(lines.slice(0, 3).join('\n'))).toContain('cut off');
    expect(await reasonOf([...lines.slice(0, 3), lines.at(-1)].join('\n'))).toContain('another head');
    expect(await reasonOf('')).toContain('cut off');
  });

  it('is broken when its end is cut off and the head written anew', async () => {
    const [a, b, c] = rows as [AuditRow, AuditRow, AuditRow];
    const cut = { number: 3, hash: c.hash };
    expect(await reasonOf(auditLines([a, b, c], { ...cut, signed: head().signed }))).toContain('no platform signed');
    expect(await reasonOf(auditLines([a, b, c], { ...cut, signed: '' }))).toContain('no platform signed');
    const unsigned = `${auditLines([a, b, c], head()).split('\n').slice(0, 3).join('\n')}\n{"head":${JSON.stringify(cut)},"withheld":0}\n`;
    expect(await reasonOf(unsigned)).toBeDefined();
    // As the platform would sign it, it stands: it was the whole record then.
    expect(await reasonOf(auditLines([a, b, c], await signedHead(3, c.hash)))).toBeUndefined();
  });

  it('of an owner is verified by its links, and says how many rows it does not show', async () => {
    const mine = rows.map((row) => (row.number === 2 || row.number === 5 ? linkOf(row) : row));
    expect(await verifyAuditText(auditLines(mine, head()))).toMatchObject({ rows: 5, withheld: 2, broken: undefined });
    expect(await reasonOf(auditLines([...mine.slice(0, 1), ...mine.slice(2)], head()))).toContain('row 2 is missing');
    const other = mine.map((row) => (row.number === 2 ? { ...row, hash: 'a'.repeat(64) } : row));
    expect(await reasonOf(auditLines(other, head()))).toContain('does not continue');
  });

  it('is broken by a row that was blotted out', async () => {
    const lines = whole().split('\n');
    lines[1] = JSON.stringify(linkOf(rows[1]!));
    expect(await reasonOf(lines.join('\n'))).toContain('blotted out');
  });

  it('is broken by what reads otherwise than it is verified', async () => {
    expect(await reasonOf(whole().replace('"actor":"ada', '"actor":"eve","actor":"ada'))).toContain('not an audit row');
    expect(await reasonOf(whole().replace('"actor":', '"actor": '))).toContain('not an audit row');
    expect(await reasonOf(whole().replace('\n', '\n\n'))).toContain('not an audit row');
  });

  it('is broken by what is no row', async () => {
    expect(await reasonOf(`not json\n${whole()}`)).toContain('not an audit row');
    expect(await reasonOf(whole() + whole())).toContain('another head');
  });
});
