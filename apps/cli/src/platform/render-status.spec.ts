import { infoPlatform } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { renderStatus } from './render-status.ts';

const { output } = infoPlatform.example;

describe('the status of a platform', () => {
  it('begins with what needs a look and what to do, and shows every part', () => {
    expect(renderStatus(output)).toMatchInlineSnapshot(`
      "The disk is nearly full. Where the database lies, 800.0 MB of 120.0 GB are free.
      What to do: Free space or enlarge the disk: the platform answers nothing that it cannot write down.

      platform                         0.1.0, key bundle 1
      its clock                        2026-11-24T00:00:00Z
      service                          answers
      sandbox                          bubblewrap
      proxy https://proxy.example.org  answers, last heard 1 s ago, 38 ms there and back
      queue                            1 waiting (the oldest for 12 s), 2 running
      disk                             800.0 MB of 120.0 GB free
      signing key                      4 days old
      encryption key                   4 days old
      newest backup                    21 h old
      people awaiting approval         0

      plugin  version  class      digest
      sql     1.0.0    certified  sha256:…"
    `);
  });

  it('says nothing of warnings where there are none, and what is not there yet', () => {
    const text = renderStatus({
      ...output,
      service: { reachable: false, sandbox: null },
      plugins: [],
      activeJobs: 4,
      queue: { waiting: 0, running: 2, oldestSince: null },
      proxies: [{ origin: 'https://p.example.org', state: 'unreachable', heardAt: null, roundTripMs: null }],
      backup: { takenAt: null },
      warnings: [],
    });
    expect(text).toMatchInlineSnapshot(`
      "platform                     0.1.0, key bundle 1
      its clock                    2026-11-24T00:00:00Z
      service                      does not answer
      sandbox                      none
      proxy https://p.example.org  does not answer, never heard since the start
      queue                        0 waiting, 2 running, 2 with people who decide
      disk                         800.0 MB of 120.0 GB free
      signing key                  4 days old
      encryption key               4 days old
      newest backup                none yet
      people awaiting approval     0

      No plugin is installed, so no question can be answered."
    `);
  });

  it('makes what came from elsewhere printable', () => {
    const [warning] = output.warnings;
    expect(renderStatus({ ...output, warnings: [{ ...warning!, found: 'a\u001b[31mb' }] })).not.toContain('\u001b');
  });
});
