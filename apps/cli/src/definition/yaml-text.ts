import { readFileSync, statSync } from 'node:fs';
import { isMap, isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { UsageError } from '../errors/usage-error.ts';

const MAX_ALIASES = 100;
/** Deeper nesting than any definition has; the parser's time grows with its square and worse. */
const MAX_BRACKETS = 256;
const MAX_INDENT = 400;
const MAX_MARKS_IN_A_LINE = 32;
/** Indentation and compact marks (`- - ? a`) at the start of a line: each may be a level. */
const LEAD = /^(?:[ \t]*(?:[-?:](?=[ \t]))?)*/;

/** A file of YAML as it was written. */
export interface YamlFile {
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
}

export interface YamlReading {
  readonly limitBytes: number;
  /** What such a file is for, said when it is too large. */
  readonly purpose: string;
  /** Whether `<<` takes in the members of another mapping, as YAML 1.1 has it. */
  readonly merge?: boolean;
}

/**
 * Reads YAML that may be hostile, in bounded time: large files, deep nesting, names that occur twice, tags of other
 * languages and references without end are refused.
 * @throws UsageError with line and column where there is one
 */
export function readYaml(file: string, { limitBytes, purpose, merge = false }: YamlReading): YamlFile {
  const text = readText(file, limitBytes, purpose);
  refuseDeepText(text, file);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: false, merge, prettyErrors: false });
  const [mistake] = [...document.errors, ...document.warnings];
  if (mistake !== undefined) throw mistakeAt(file, lines, mistake.pos[0], wordsOf(mistake.message));
  refuseRepeatedNames(document, lines, file);
  return { document, lines };
}

/** The plain value of a file: mappings, lists, texts, numbers, truth values, null. */
export function yamlValue({ document }: YamlFile, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch {
    throw new UsageError(`${file} refers to itself too often.`, 'Write it without so many anchors and aliases.');
  }
}

export function readText(file: string, limitBytes: number, purpose: string): string {
  try {
    const status = statSync(file);
    if (!status.isFile()) throw new UsageError(`${file} is no file.`, 'Name a plain file.');
    if (status.size > limitBytes) throw new UsageError(`${file} is larger than ${limitBytes} bytes.`, purpose);
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`The file ${file} cannot be read.`, 'Check its path and permissions.');
  }
}

function refuseDeepText(text: string, file: string): void {
  let brackets = 0;
  for (const [at, line] of text.split('\n').entries()) {
    const lead = LEAD.exec(line)?.[0] ?? '';
    let marks = 0;
    for (const character of lead) if (character !== ' ' && character !== '\t') marks += 1;
    for (const character of line) {
      if (character === '[' || character === '{') brackets += 1;
      else if ((character === ']' || character === '}') && brackets > 0) brackets -= 1;
      if (brackets > MAX_BRACKETS) break;
    }
    if (brackets > MAX_BRACKETS || lead.length - marks > MAX_INDENT || marks > MAX_MARKS_IN_A_LINE) {
      throw new UsageError(`${file}:${at + 1}: nested too deeply.`, 'A definition has only a few levels.');
    }
  }
}

/** In one pass: the parser's own search compares every name with every other. */
function refuseRepeatedNames(document: Document.Parsed, lines: LineCounter, file: string): void {
  visit(document, {
    Map: (_, map) => {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key)) {
          const at = isMap(key) ? key.range?.[0] : undefined;
          throw mistakeAt(file, lines, at ?? map.range?.[0] ?? 0, 'Names must be plain texts');
        }
        const name = String(key.value);
        if (seen.has(name)) throw mistakeAt(file, lines, key.range?.[0] ?? 0, 'Map keys must be unique');
        seen.add(name);
      }
    },
  });
}

function mistakeAt(file: string, lines: LineCounter, offset: number, what: string): UsageError {
  const { line, col } = lines.linePos(offset);
  return new UsageError(`${file}:${line}:${col}: ${what}`, 'Correct this place; the file must be YAML (or JSON).');
}

function wordsOf(message: string): string {
  if (message.includes('call stack')) return 'nested too deeply';
  return message.split('\n')[0] ?? '';
}
