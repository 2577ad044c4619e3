import { describe, expect, inject, it } from 'vitest';
import { Quarantine } from './quarantine.ts';

const quarantine = new Quarantine(inject('home'));
interface Row {
  readonly auditId: string;
  readonly actor: string;
  readonly facts: Record<string, unknown>;
}

describe('the audit record, on the command line', () => {
  it('follows a data set for its owner, and nothing else', async () => {
    const { exit, value } = await quarantine.json<{ rows: Row[] }>('owner', ['audit', 'list', '--about', 'census']);
    expect(exit).toBe(0);
    expect(value.rows.length).toBeGreaterThan(0);
    for (const { actor, facts } of value.rows) {
      expect([facts['dataset'], actor]).toContain(facts['dataset'] === 'census' ? 'census' : 'owner@example.org');
    }
  });

  it('shows the row that an error names to who may read it', async () => {
    const refused = await quarantine.json('scientist', ['user', 'list']);
    const { auditId } = refused.value['error'] as { auditId: string };
    const shown = await quarantine.json<{ row: Row }>('admin', ['audit', 'show', auditId]);
    expect(shown.value.row).toMatchObject({ auditId, actor: 'scientist@example.org', outcome: 'ACCESS_DENIED' });
    expect((await quarantine.json('owner', ['audit', 'show', auditId])).value).toMatchObject({
      error: { code: 'AUDIT_UNKNOWN' },
    });
  });

  it('is closed to data scientists', async () => {
    expect((await quarantine.json('scientist', ['audit', 'list'])).exit).toBe(3);
  });
});
