import { readFileSync, statSync } from 'node:fs';
import type { ErrorDetail } from '@dq0/protocol';
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { UsageError } from '../errors/usage-error.ts';

const LIMIT_BYTES = 400_000;
const MAX_ALIASES = 100;

/** A definition as it was written: its value, and where in the file each part of it stands. */
export interface WrittenDefinition {
  readonly value: unknown;
  /** `file:line:column` of a dotted path, or of its nearest parent that is in the file. */
  readonly locate: (path: string) => string;
}

/** @throws UsageError with line and column for a file that is no YAML */
export function readDefinition(file: string): WrittenDefinition {
  const lines = new LineCounter();
  const document = parseDocument(readText(file), { lineCounter: lines, uniqueKeys: true });
  const [mistake] = document.errors;
  if (mistake) {
    const { line, col } = lines.linePos(mistake.pos[0]);
    const what = mistake.message.split('\n')[0]?.replace(/ at line \d+, column \d+:?$/, '') ?? '';
    throw new UsageError(`${file}:${line}:${col}: ${what}`, 'Correct this place; the file must be YAML (or JSON).');
  }
  return { value: toValue(document, file), locate: (path) => locate(document, lines, file, path) };
}

/** Puts the place in the file before each path that the platform names. */
export function withPlaces(details: readonly ErrorDetail[], { locate }: WrittenDefinition): ErrorDetail[] {
  return details.map((detail) => ({ ...detail, path: `${locate(detail.path)} ${detail.path}`.trim() }));
}

function readText(file: string): string {
  try {
    if (statSync(file).size > LIMIT_BYTES) {
      throw new UsageError(
        `${file} is larger than ${LIMIT_BYTES} bytes.`,
        'A definition names the data, it does not hold them.',
      );
    }
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`The file ${file} cannot be read.`, 'Check its path and permissions.');
  }
}

function toValue(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch {
    throw new UsageError(`${file} refers to itself too often.`, 'Write it without so many anchors and aliases.');
  }
}

function locate(document: Document, lines: LineCounter, file: string, path: string): string {
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
