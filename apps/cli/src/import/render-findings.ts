import { printable } from '../terminal/printable.ts';
import type { Finding, FindingKind } from './finding.ts';

const TITLES: readonly (readonly [FindingKind, string])[] = [
  ['gap', 'Missing: fill these in before you publish'],
  ['decide', 'To decide or confirm'],
  ['default', 'Written without a source'],
  ['dropped', 'Not carried over'],
];

/** Findings by kind; those that say the same of several places stand together. */
export function renderFindings(findings: readonly Finding[]): string {
  return TITLES.flatMap(([kind, title]) => {
    const same = Map.groupBy(
      findings.filter((finding) => finding.kind === kind),
      ({ what, why, remedy }) => JSON.stringify([what, why, remedy]),
    );
    if (same.size === 0) return [];
    return [`${title}:`, ...[...same.values()].flatMap(renderGroup), ''];
  }).join('\n');
}

function renderGroup(group: readonly Finding[]): string[] {
  const [first] = group;
  if (first === undefined) return [];
  const places = [...new Set(group.map(({ path, source }) => (path === '' ? (source ?? '') : path)))];
  return [
    `  ${printable(places.join(', '))}: ${printable(first.what)}`,
    `    ${printable(first.why)} ${printable(first.remedy)}`,
  ];
}

/** One line a gap, for the head of the written file. */
export function gapLines(findings: readonly Finding[]): string[] {
  const gaps = findings.filter(({ kind }) => kind === 'gap');
  return gaps.map(({ path, what, remedy }) => `GAP ${path}: ${what} ${remedy}`);
}
