import type { ErrorDetail } from '@dq0/protocol';
import { isNode } from 'yaml';
import { readYaml, yamlValue, type YamlFile } from './yaml-text.ts';

const LIMIT_BYTES = 400_000;

/** A definition as it was written: its value, and where in the file each part of it stands. */
export interface WrittenDefinition {
  readonly value: unknown;
  /** `file:line:column` of a dotted path, or of its nearest parent that is in the file. */
  readonly locate: (path: string) => string;
}

/** @throws UsageError with line and column for a file that is no YAML */
export function readDefinition(file: string): WrittenDefinition {
  const yaml = readYaml(file, {
    limitBytes: LIMIT_BYTES,
    purpose: 'A definition names the data, it does not hold them.',
  });
  return { value: yamlValue(yaml, file), locate: (path) => locate(yaml, file, path) };
}

/** Puts the place in the file before each path that the platform names. */
export function withPlaces(details: readonly ErrorDetail[], { locate }: WrittenDefinition): ErrorDetail[] {
  return details.map((detail) => ({ ...detail, path: `${locate(detail.path)} ${detail.path}`.trim() }));
}

function locate({ document, lines }: YamlFile, file: string, path: string): string {
  const steps = path.split('.').filter((step) => step !== '');
  for (let length = steps.length; length > 0; length--) {
    const node = document.getIn(steps.slice(0, length).map(toKey), true);
    const at = isNode(node) ? node.range?.[0] : undefined;
    if (at === undefined) continue;
    const { line, col } = lines.linePos(at);
    return `${file}:${line}:${col}`;
  }
  return file;
}

const toKey = (step: string): string | number => (/^\d+$/.test(step) ? Number(step) : step);
