import type { DatasetDefinitionInput } from '@dq0/protocol';
import { kindOf, type ColumnDraft, type Draft } from './draft.ts';

/** The definition that a draft stands for. What is no number yet goes out as it was typed: the platform names its place. */
export function definitionOf(draft: Draft): DatasetDefinitionInput {
  const { name, description, account, entity, timing, publicMetadata, level, epsilon, delta, releaseEpsilon } = draft;
  const written = {
    apiVersion: 'dq0/v1',
    kind: 'Dataset',
    name,
    ...(description.trim() === '' ? {} : { description: description.trim() }),
    privacyLevel: Number(level),
    publicMetadata,
    connector: connectorOf(draft),
    account,
    budget: { epsilon: numberOf(epsilon), delta: numberOf(delta) },
    ...(releaseEpsilon.trim() === ''
      ? {}
      : { limits: { epsilonPerRelease: numberOf(releaseEpsilon), deltaPerRelease: tenthOf(delta) } }),
    entity,
    timing,
    tables: { [tableOf(draft)]: tableDefinition(draft) },
  };
  return written as DatasetDefinitionInput;
}

/** What is given for the life of the data, and by one release: that of the whole is a tenth of the delta. */
export function amountsOf({ epsilon, delta, releaseEpsilon }: Pick<Draft, 'epsilon' | 'delta' | 'releaseEpsilon'>): {
  readonly life: { readonly epsilon: number; readonly delta: number };
  readonly release: { readonly epsilon: number; readonly delta: number };
} {
  const forRelease = releaseEpsilon.trim() === '' ? epsilon : releaseEpsilon;
  return {
    life: { epsilon: Number(numberOf(epsilon)), delta: Number(numberOf(delta)) },
    release: { epsilon: Number(numberOf(forRelease)), delta: Number(tenthOf(delta)) },
  };
}

/** The table's name, or what a file of this name would be called in SQL. */
export function tableOf({ table, path, name }: Draft): string {
  if (table.trim() !== '') return table.trim();
  const file =
    path
      .split('/')
      .at(-1)
      ?.replace(/\.[^.]*$/, '') ?? '';
  const plain = (file === '' ? name : file).replaceAll(/\W/g, '_').replace(/^(?=\d)/, 't');
  return plain === '' ? 'data' : plain;
}

function connectorOf(draft: Draft): object {
  const { connector: type, path, header, delimiter, nulls, columns } = draft;
  if (type === 'parquet') return { type, path };
  if (type === 'csv') {
    const nullValues = nulls.split(',').map((text) => text.trim());
    return {
      type,
      path,
      options: {
        header,
        ...(header ? {} : { columns: columns.map(({ name }) => name), trim: true }),
        ...(delimiter === ',' ? {} : { delimiter }),
        ...(nulls.trim() === '' ? {} : { nullValues }),
      },
    };
  }
  const { host, port, database, schema, credential } = draft;
  const texts = Object.entries({ host, database, schema, credential }).filter(([, text]) => text.trim() !== '');
  return { type, ...Object.fromEntries(texts), ...(port.trim() === '' ? {} : { port: numberOf(port) }) };
}

function tableDefinition(draft: Draft): object {
  const { unit: kind, unitColumn: column, maxGroups, maxRows, maxUnits, minUnits, columns } = draft;
  const unit =
    kind === 'column' ? { kind, column, maxGroups: numberOf(maxGroups), maxRows: numberOf(maxRows) } : { kind };
  return {
    unit,
    maxUnits: numberOf(maxUnits),
    minUnits: numberOf(minUnits),
    columns: Object.fromEntries(columns.map((one) => [one.name, columnOf(one)])),
  };
}

function columnOf(column: ColumnDraft): object {
  const { type, scale, role } = column;
  const kind = kindOf(column);
  const values = column.values
    .split('\n')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const bound = (text: string): unknown => (type === 'date' || type === 'timestamp' ? text.trim() : numberOf(text));
  return {
    type,
    ...(type === 'decimal' ? { scale: numberOf(scale) } : {}),
    ...(kind === 'bounds' && column.lower.trim() !== '' ? { lower: bound(column.lower) } : {}),
    ...(kind === 'bounds' && column.upper.trim() !== '' ? { upper: bound(column.upper) } : {}),
    ...(kind === 'values' && values.length > 0 ? { values } : {}),
    ...(role === '' ? {} : { [role]: true }),
  };
}

function numberOf(text: string): unknown {
  const plain = text.replaceAll(',', '').trim();
  const value = Number(plain);
  return plain === '' || !Number.isFinite(value) ? text : value;
}

function tenthOf(delta: string): unknown {
  const value = numberOf(delta);
  return typeof value === 'number' ? Number((value / 10).toPrecision(12)) : value;
}
