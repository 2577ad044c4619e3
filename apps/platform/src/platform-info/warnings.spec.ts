import { infoPlatform } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import { warningsOf, type Facts } from './warnings.ts';

const { warnings: _warnings, ...example } = infoPlatform.example.output;
const GIB = 2 ** 30;
const well: Facts = { ...example, disk: { freeBytes: 50 * GIB, totalBytes: 100 * GIB } };
const at = (msBefore: number): string => new Date(Date.parse(well.time) - msBefore).toISOString();
const minutes = (count: number): number => count * 60_000;
const days = (count: number): number => count * 24 * 3_600_000;
const about = (facts: Partial<Facts>): string[] => warningsOf({ ...well, ...facts }).map((warning) => warning.about);
const found = (facts: Partial<Facts>): string => warningsOf({ ...well, ...facts })[0]?.found ?? '';

describe('the warnings', () => {
  it('are none where all is well', () => expect(warningsOf(well)).toEqual([]));

  it('put the most pressing first, and each says what to do', () => {
    const keys = [{ purpose: 'encryption' as const, createdAt: at(days(8)) }];
    const queue = { waiting: 2, running: 0, oldestSince: at(minutes(7)) };
    const proxies = [{ ...well.proxies[0]!, state: 'unreachable' as const }];
    const disk = { freeBytes: 0, totalBytes: GIB };
    const service = { reachable: false, sandbox: null };
    const backup = { takenAt: at(days(3)) };
    const all = { service, disk, proxies, queue, keys, backup };
    const warnings = warningsOf({ ...well, ...all });
    expect(warnings.map((warning) => warning.about)).toEqual(['service', 'disk', 'proxies', 'queue', 'keys', 'backup']);
    for (const { title, remedy } of warnings) expect(title && remedy).not.toBe('');
    const open = { ...all, service: { reachable: true, sandbox: null } };
    expect(about(open)).toEqual(['disk', 'proxies', 'sandbox', 'queue', 'keys', 'backup']);
  });

  it.each([
    ['a tenth of a large disk', 10 * GIB, 100 * GIB, true],
    ['less than that', 10 * GIB - 1, 100 * GIB, false],
    ['a gibibyte of a small one', GIB, 2 * GIB, true],
    ['less, though it is half of it', GIB - 1, 2 * GIB, false],
  ])('let %s be', (_, freeBytes, totalBytes, fine) => {
    expect(about({ disk: { freeBytes, totalBytes } })).toEqual(fine ? [] : ['disk']);
  });

  it('name each proxy that does not answer, and since when', () => {
    const [proxy] = well.proxies;
    const silent = { ...proxy!, state: 'unreachable' as const };
    expect(about({ proxies: [{ ...proxy!, state: 'unknown', heardAt: null }] })).toEqual([]);
    expect(found({ proxies: [proxy!, { ...silent, origin: 'http://two.test', heardAt: at(minutes(3)) }] })).toBe(
      'http://two.test last answered 3 min ago.',
    );
    expect(found({ proxies: [{ ...silent, heardAt: null }] })).toContain('has not answered since');
  });

  it('tell of a queue that stands, not of one that moves', () => {
    const queue = (ms: number) => ({ queue: { waiting: 1, running: 0, oldestSince: at(ms) } });
    expect(about(queue(minutes(5)))).toEqual([]);
    expect(about(queue(minutes(5) + 1))).toEqual(['queue']);
    expect(found(queue(minutes(7)))).toBe('A job has waited for 7 min.');
  });

  it('tell of the newest encryption key where it was not renewed after seven days, of a signing key never', () => {
    const key = (purpose: 'signing' | 'encryption', ms: number) => ({ purpose, createdAt: at(ms) });
    const late = days(7) + 2 * minutes(60);
    expect(about({ keys: [key('encryption', late)] })).toEqual([]);
    expect(about({ keys: [key('encryption', late + 1)] })).toEqual(['keys']);
    expect(about({ keys: [key('encryption', days(13)), key('encryption', days(6))] })).toEqual([]);
    expect(about({ keys: [key('signing', days(900))] })).toEqual([]);
  });

  it('tell of a backup that is older than two days, and of none when the platform is', () => {
    const backup = (takenAt: string | null) => ({ backup: { takenAt } });
    const born = (ms: number) => ({ keys: [{ purpose: 'signing' as const, createdAt: at(ms) }] });
    expect(about(backup(at(days(2))))).toEqual([]);
    expect(about(backup(at(days(2) + 1)))).toEqual(['backup']);
    expect(about({ ...backup(null), ...born(days(2)) })).toEqual([]);
    expect(about({ ...backup(null), ...born(days(2) + 1) })).toEqual(['backup']);
    expect(about({ ...backup(at(minutes(5))), ...born(days(900)) })).toEqual([]);
  });
});
