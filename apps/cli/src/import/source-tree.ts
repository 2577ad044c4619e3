import type { Members } from './members.ts';

export const NOTATIONS = ['smartnoise', 'flat', 'meta-simple', 'meta-full'] as const;
export type Notation = (typeof NOTATIONS)[number];

export interface SourceColumn {
  /** Name at the source, as it is written there. */
  readonly name: string;
  readonly source: string;
  readonly members: Members;
}

export interface SourceTable {
  readonly schema: string;
  readonly name: string;
  readonly source: string;
  readonly members: Members;
  readonly columns: readonly SourceColumn[];
}

/** What every notation comes down to: data set, databases with their connectors, schemas, tables, columns. */
export interface SourceTree {
  readonly notation: Notation;
  readonly dataset: Members;
  /** Facts of databases and schemas, outer before inner. */
  readonly places: readonly { readonly source: string; readonly members: Members }[];
  readonly tables: readonly SourceTable[];
}
