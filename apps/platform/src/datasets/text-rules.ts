import type { DatasetDefinition, ErrorDetail } from '@dq0/protocol';
import { problem } from './definition-problems.ts';

const ONE_LINE = /^\P{Cc}*$/u;
/** Lines and tabs are no harm where several lines are read. */
const PROSE = /^[\P{Cc}\t\n\r]*$/u;

/**
 * What an owner writes for others to read holds no control characters. It is a rule of publishing: what was published
 * before it stays readable.
 */
export function textProblems({ description, tags, tables }: DatasetDefinition): ErrorDetail[] {
  return [
    ...prose('description', description),
    ...tags.flatMap((tag, at) => oneLine(`tags.${at}`, tag)),
    ...Object.entries(tables).flatMap(([name, { source, unit, columns }]) => [
      ...oneLine(`tables.${name}.source`, source),
      ...(unit.kind === 'path' ? unit.via.flatMap((step, at) => oneLine(`tables.${name}.unit.via.${at}`, step)) : []),
      ...Object.entries(columns).flatMap(([column, { description: about, ...rest }]) => [
        ...prose(`tables.${name}.columns.${column}.description`, about),
        ...('values' in rest ? (rest.values ?? []) : []).flatMap((value, at) =>
          prose(`tables.${name}.columns.${column}.values.${at}`, value),
        ),
      ]),
    ]),
  ];
}

function prose(path: string, text = ''): ErrorDetail[] {
  return PROSE.test(text) ? [] : [problem(path, 'expected a text without control characters')];
}

function oneLine(path: string, text = ''): ErrorDetail[] {
  return ONE_LINE.test(text) ? [] : [problem(path, 'expected one line without control characters')];
}
