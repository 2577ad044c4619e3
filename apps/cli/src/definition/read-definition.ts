import type { ErrorDetail } from '@dq0/protocol';
import { isNode } from 'yaml';
import { UsageError } from '../errors/usage-error.ts';
import { readYaml, yamlValue, type YamlFile } from './yaml-text.ts';

const LIMIT_BYTES = 400_000;
/** Far more than any definition needs; a value that holds itself is deeper than every limit. */
const MAX_DEPTH = 32;

/** A definition as it was written: its value, and where in the file each part of it stands. */
export interface WrittenDefinition {
  readonly value: unknown;
  /** `file:line:column` of a dotted path, or of its nearest parent that is in the file. */
  readonly locate: (path: string) => string;
}

/** @throws UsageError with line and column for a file that is no YAML, or that says what JSON cannot carry */
export function readDefinition(file: string): WrittenDefinition {
  const yaml = readYaml(file, {
    limitBytes: LIMIT_BYTES,
    purpose: 'A definition names the data, it does not hold them.',
  });
  const written = { value: yamlValue(yaml, file), locate: (path: string) => locate(yaml, file, path) };
  refuseUnsendable(written, written.value, []);
  return written;
}

/** Puts the place in the file before each path that the platform names. */
export function withPlaces(details: readonly ErrorDetail[], { locate }: WrittenDefinition): ErrorDetail[] {
  return details.map((detail) => ({ ...detail, path: `${locate(detail.path)} ${detail.path}`.trim() }));
}

/** What YAML can write and JSON cannot carry: `.nan`, `.inf`, and values inside of themselves. */
function refuseUnsendable({ locate }: WrittenDefinition, value: unknown, path: readonly string[]): void {
  const place = (): string => `${locate(path.join('.'))} ${path.join('.')}`.trim();
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new UsageError(`${place()}: expected a finite number (for example: 10)`, 'Write digits instead.');
  }
  if (typeof value !== 'object' || value === null) return;
  if (path.length >= MAX_DEPTH) {
    throw new UsageError(
      `${locate('')} is nested more than ${MAX_DEPTH} deep, or refers to itself.`,
      'Write each table, column and option once, in its own place.',
    );
  }
  for (const [name, part] of Object.entries(value)) refuseUnsendable({ value, locate }, part, [...path, name]);
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
