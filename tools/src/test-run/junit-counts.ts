import { readFileSync } from 'node:fs';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const none: Counts = { passed: 0, failed: 0, skipped: 0 };

export const add = (one: Counts, other: Counts): Counts => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
  skipped: one.skipped + other.skipped,
});

/**
 * Counts the cases of a JUnit report. A report that is missing or holds no case counts as one failure: a part that ran
 * nothing must not look green.
 */
export function junitCounts(file: string): Counts {
  let report: string;
  try {
    report = readFileSync(file, 'utf8');
  } catch {
    return { ...none, failed: 1 };
  }
  const cases = report.match(/<testcase\b(?:[^>"]|"[^"]*")*?(?:\/>|>[\s\S]*?<\/testcase>)/g) ?? [];
  if (cases.length === 0) return { ...none, failed: 1 };
  const failed = cases.filter((text) => /<(failure|error)\b/.test(text)).length;
  const skipped = cases.filter((text) => /<skipped\b/.test(text)).length;
  return { passed: cases.length - failed - skipped, failed, skipped };
}
