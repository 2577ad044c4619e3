import { z } from 'zod';
import { CredentialName } from '../vocabulary.ts';

export const Identifier = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,62}$/, 'a letter or _, then letters, digits or _');
/** Where a file lies below the data root. */
export const RelativePath = z
  .string()
  .min(1)
  .max(512)
  .refine((path) => !/^\/|\\|\p{Cc}/u.test(path) && !path.split('/').includes('..'), {
    error: 'a path under the data root, without leading /, .. or \\ and without control characters',
  });
const HostName = z
  .string()
  .min(1)
  .max(253)
  .regex(/^[A-Za-z0-9._:-]+$/, 'the name or address of a machine, without scheme, user or port');
/** A database or schema as its server names it: no quotes, no control characters. */
const CatalogueName = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[^\p{C}"`'\\;]+$/u, 'a name without quotes, ; and control characters');

export const CONNECTOR_TYPES = [
  'csv',
  'parquet',
  'json',
  'excel',
  'postgresql',
  'mysql',
  'mssql',
  'bigquery',
  'snowflake',
  'trino',
  'spark',
  'sqlite',
  'duckdb',
  'images',
] as const;

/** Where the data are: a file under the service's data root, or a database with the name of a stored credential. */
export const Connector = z.strictObject({
  type: z.enum(CONNECTOR_TYPES),
  path: RelativePath.optional(),
  host: HostName.optional(),
  port: z.int().min(1).max(65_535).optional(),
  database: CatalogueName.optional(),
  schema: CatalogueName.optional(),
  options: z
    .strictObject({
      header: z.boolean().optional(),
      columns: z.array(Identifier).min(1).max(1600).optional(),
      delimiter: z
        .string()
        .regex(/^[^"\r\n\0]$/, 'one character that is neither a quote nor the end of a line')
        .optional(),
      nullValues: z.array(z.string().max(64)).max(16).optional(),
      trim: z.boolean().optional(),
    })
    .default({}),
  credential: CredentialName.optional(),
});
export type Connector = z.infer<typeof Connector>;

/** Sources that are files or folders under the service's data root. */
const FILE_TYPES: readonly string[] = ['csv', 'parquet', 'json', 'excel', 'images'];

/** Whether the data lie in files, under the data root. */
export function isFile({ type }: { readonly type: string }): boolean {
  return FILE_TYPES.includes(type);
}

/** The databases that compiled statements run in. */
export const DATABASE_TYPES = ['postgresql', 'mysql'] as const;
export type DatabaseType = (typeof DATABASE_TYPES)[number];

/** Sources that this version reads; a definition may name others, which are told to be not available yet. */
const READABLE_TYPES = ['csv', 'parquet', ...DATABASE_TYPES] as const;

/** Why this version cannot read a source, in words for its owner; undefined where it can. */
export function unreadable({ type }: Pick<Connector, 'type'>): string | undefined {
  if ((READABLE_TYPES as readonly string[]).includes(type)) return undefined;
  return `${type} is not available yet; this version reads ${READABLE_TYPES.join(', ')}`;
}

/** Whether a connector is one that statements are pushed down to. */
export function isDatabase<C extends { readonly type: string }>(connector: C): connector is C & { type: DatabaseType } {
  return (DATABASE_TYPES as readonly string[]).includes(connector.type);
}
