/** Where a bound or a list comes from; it is never read off the data. */
export const SOURCES = {
  'code-book': 'a code book',
  form: 'the survey form',
  law: 'a law or rule',
  'known-range': 'a known range',
} as const;
export type Source = keyof typeof SOURCES;

export const COLUMN_TYPES = ['boolean', 'integer', 'decimal', 'float', 'string', 'date', 'timestamp'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];
export type ColumnRole = '' | 'target' | 'identifier' | 'hidden';

/** A column as it is being written; every number is a text until it is read. */
export interface ColumnDraft {
  readonly name: string;
  readonly type: ColumnType;
  readonly scale: string;
  readonly lower: string;
  readonly upper: string;
  /** One value a line. */
  readonly values: string;
  readonly source: Source | '';
  readonly role: ColumnRole;
  /** What a pasted code book did, unless it was changed by hand since: it added the column, or told of one that was there. */
  readonly book: '' | 'added' | 'told';
}

/** A data set as it is being written; nothing in it comes from the rows of the file. */
export interface Draft {
  readonly key: string;
  readonly saved: number;
  readonly name: string;
  readonly description: string;
  readonly connector: 'csv' | 'parquet' | 'postgresql' | 'mysql';
  readonly path: string;
  readonly header: boolean;
  readonly delimiter: string;
  readonly nulls: string;
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly schema: string;
  readonly credential: string;
  readonly table: string;
  readonly columns: readonly ColumnDraft[];
  readonly unit: 'row' | 'column' | 'public';
  readonly unitColumn: string;
  readonly maxGroups: string;
  readonly maxRows: string;
  readonly maxUnits: string;
  readonly minUnits: string;
  readonly entity: string;
  readonly account: string;
  readonly level: '0' | '1' | '2';
  readonly publicMetadata: boolean;
  readonly timing: 'deadline' | 'fast';
  readonly epsilon: string;
  readonly delta: string;
  readonly releaseEpsilon: string;
  readonly group: string;
}

export function newDraft(key: string): Draft {
  return {
    key,
    saved: 0,
    name: '',
    description: '',
    connector: 'csv',
    path: '',
    header: true,
    delimiter: ',',
    nulls: '',
    host: '',
    port: '',
    database: '',
    schema: '',
    credential: '',
    table: '',
    columns: [],
    unit: 'row',
    unitColumn: '',
    maxGroups: '1',
    maxRows: '1',
    maxUnits: '',
    minUnits: '1',
    entity: 'person',
    account: '',
    level: '2',
    publicMetadata: true,
    timing: 'deadline',
    epsilon: '4',
    delta: '1e-6',
    releaseEpsilon: '1',
    group: '',
  };
}

export function newColumn(name: string, type: ColumnType = 'string'): ColumnDraft {
  return { name, type, scale: '2', lower: '', upper: '', values: '', source: '', role: '', book: '' };
}

/** Columns by their names: those that are known already keep what was written of them. */
export function withNames(columns: readonly ColumnDraft[], names: readonly string[]): ColumnDraft[] {
  return [...new Set(names)].map((name) => columns.find((column) => column.name === name) ?? newColumn(name));
}

/** Whether a column has bounds, has a list, or can have neither. */
export function kindOf({ type }: Pick<ColumnDraft, 'type'>): 'bounds' | 'values' | 'none' {
  if (type === 'string') return 'values';
  return type === 'boolean' ? 'none' : 'bounds';
}

/** Columns that say something public without saying where it comes from. */
export function withoutSource({ columns }: Pick<Draft, 'columns'>): ColumnDraft[] {
  return columns.filter((column) => {
    if (column.source !== '' || column.role === 'hidden' || column.role === 'identifier') return false;
    if (kindOf(column) === 'values') return column.values.trim() !== '';
    return kindOf(column) === 'bounds' && (column.lower.trim() !== '' || column.upper.trim() !== '');
  });
}

/** A kept draft of this version; members that it lacks are those of a new one. */
export function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false;
  const found = value as Readonly<Record<string, unknown>>;
  return Object.entries(newDraft('')).every(([name, empty]) => typeof found[name] === typeof empty);
}
