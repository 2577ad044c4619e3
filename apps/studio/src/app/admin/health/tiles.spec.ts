import { describe, expect, it } from 'vitest';
import { headline, tilesOf, type Info, type Warning } from './tiles.ts';

const NOW = '2026-11-24T12:00:00Z';
const info: Info = {
  version: '0.1.0',
  bundle: 7,
  time: NOW,
  service: { reachable: true, sandbox: 'bubblewrap' },
  plugins: [{ name: 'sql', version: '1.0.0', class: 'certified', digest: 'sha256:0' }],
  waitingUsers: 2,
  activeJobs: 4,
  queue: { waiting: 1, running: 2, oldestSince: '2026-11-24T11:59:48Z' },
  proxies: [
    { origin: 'https://one.test', state: 'reachable', heardAt: '2026-11-24T11:59:59Z', roundTripMs: 38 },
    { origin: 'https://two.test', state: 'unreachable', heardAt: null, roundTripMs: null },
  ],
  disk: { freeBytes: 44e9, totalBytes: 100e9 },
  keys: [
    { purpose: 'signing', createdAt: '2026-04-26T12:00:00Z' },
    { purpose: 'encryption', createdAt: '2026-11-23T00:00:00Z' },
  ],
  backup: { takenAt: '2026-11-24T03:00:00Z' },
  warnings: [],
};
const warning = (about: Warning['about']): Warning => {
  return { about, title: `Look at ${about}`, found: 'It is so.', remedy: 'Do this.' };
};

describe('the tiles of the health page', () => {
  it('say how each part is', () => {
    expect(tilesOf(info).map(({ name, value, facts }) => [name, value, ...facts])).toEqual([
      ['platform', '0.1.0', 'its clock 12:00:00 UTC'],
      ['service', 'answers', 'reads data and runs plugins'],
      ['sandbox', 'bubblewrap', 'around every plugin'],
      ['plugins', '1', 'sql 1.0.0'],
      [
        'proxies',
        '1 of 2 answer',
        'https://one.test heard 1 s ago, 38 ms there and back',
        'https://two.test never heard since the start',
      ],
      ['queue', '1 waiting', '2 running, the oldest waits for 12 s, 1 with people who decide'],
      ['disk', '44.0 GB free', '44 % of 100.0 GB'],
      ['keys', 'bundle 7', 'signing key 212 days old, encryption key 36 h old'],
      ['backup', '9 h old', 'made 2026-11-24 03:00 UTC'],
      ['awaiting approval', '2'],
    ]);
    expect(tilesOf(info).every((tile) => tile.warning === undefined)).toBe(true);
  });

  it('say that there is no backup yet', () => {
    const tiles = tilesOf({ ...info, backup: { takenAt: null } });
    expect(tiles.find(({ name }) => name === 'backup')?.value).toBe('none yet');
  });

  it('say where there is no plugin, and where nobody knows', () => {
    const plugins = (change: Partial<Info>) => tilesOf({ ...info, plugins: [], ...change })[3]?.value;
    expect(plugins({})).toBe('none');
    expect(plugins({ service: { reachable: false, sandbox: null } })).toBe('unknown');
  });

  it.each(['service', 'sandbox', 'proxies', 'queue', 'disk', 'keys', 'backup'] as const)(
    'carry the warning about %s',
    (about) => {
      const warned = tilesOf({ ...info, warnings: [warning(about)] }).filter((tile) => tile.warning !== undefined);
      expect(warned).toMatchObject([{ name: about, warning: { remedy: 'Do this.' } }]);
    },
  );
});

describe('the headline', () => {
  it('is that all is well, or the most pressing thing with what to do', () => {
    expect(headline(info).title).toBe('All is well');
    const of = (...warnings: Warning[]) => headline({ ...info, warnings });
    expect(of(warning('disk'))).toEqual({ title: 'Look at disk', lede: 'It is so. Do this.' });
    expect(of(warning('disk'), warning('keys')).lede).toBe('It is so. Do this. One more thing below.');
    expect(of(warning('disk'), warning('queue'), warning('keys')).lede).toContain('2 more things below.');
  });
});
