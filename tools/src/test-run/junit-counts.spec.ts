import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { add, junitCounts } from './junit-counts.ts';

const report = (cases: string): string => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'junit-')), 'report.xml');
  writeFileSync(file, `<testsuites><testsuite>${cases}</testsuite></testsuites>`);
  return file;
};

describe('counting a JUnit report', () => {
  it('tells passed, failed and skipped apart', () => {
    const cases =
      '<testcase name="a > b"/><testcase name="c"><failure>x</failure></testcase><testcase name="d"><skipped/></testcase>';
    expect(junitCounts(report(cases))).toEqual({ passed: 1, failed: 1, skipped: 1 });
  });

  it('takes a missing report for a failure', () => {
    expect(junitCounts('nowhere.xml').failed).toBe(1);
  });

  it('takes a report without a case for a failure', () => {
    expect(junitCounts(report('')).failed).toBe(1);
  });

  it('adds up', () => {
    expect(add({ passed: 1, failed: 2, skipped: 3 }, { passed: 4, failed: 5, skipped: 6 })).toEqual({
      passed: 5,
      failed: 7,
      skipped: 9,
    });
  });
});
