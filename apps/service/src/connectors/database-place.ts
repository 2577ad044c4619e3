import type { Connector, DatabaseType, Table } from '@dq0/protocol';

/** A data set that lives in a database: the way there, and its tables as the definition describes them. */
export interface DatabasePlace {
  readonly kind: 'database';
  /** Id of the data set's owner, whose credential it is opened with. */
  readonly owner: string;
  readonly connector: Connector & { readonly type: DatabaseType };
  readonly tables: Readonly<Record<string, Table>>;
}
