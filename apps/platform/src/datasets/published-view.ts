import { releaseLimits, type DatasetDefinition, type infoDataset, type Output } from '@dq0/protocol';
import type { Dataset } from './dataset.ts';

type Info = Output<typeof infoDataset>;
type Column = DatasetDefinition['tables'][string]['columns'][string];

/** What may be known of a data set: nothing of connector and budget, and hidden columns are absent. */
export function publishedView(dataset: Dataset, withTables: boolean): Info {
  const { definition } = dataset;
  const { name, description, privacyLevel, timing, tables } = definition;
  const published = Object.entries(tables).map(([table, { unit, maxUnits, columns }]) => [
    table,
    {
      unit: unit.kind,
      maxUnits,
      columns: Object.entries(columns)
        .filter(([, column]) => !column.hidden)
        .map(([columnName, column]) => publishedColumn(columnName, column)),
    },
  ]);
  return {
    name,
    description,
    tags: withTables ? definition.tags : [],
    privacyLevel,
    timing,
    metadataVersion: dataset.metadataVersion,
    dataVersion: dataset.dataVersion,
    limits: releaseLimitsOf(definition),
    tables: withTables ? (Object.fromEntries(published) as Info['tables']) : {},
  };
}

function releaseLimitsOf(definition: DatasetDefinition): Info['limits'] {
  const { epsilonPerRelease, deltaPerRelease } = releaseLimits(definition);
  return { epsilonPerRelease, deltaPerRelease };
}

function publishedColumn(name: string, column: Column): Info['tables'][string]['columns'][number] {
  const bounds = 'lower' in column || 'upper' in column ? { lower: column.lower, upper: column.upper } : {};
  return {
    name,
    type: column.type,
    nullable: column.nullable,
    ...withoutUndefined(bounds),
    ...('values' in column && column.values !== undefined ? { values: column.values } : {}),
    ...(column.identifier ? { identifier: true } : {}),
    ...(column.description === undefined ? {} : { description: column.description }),
  };
}

function withoutUndefined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Partial<T>;
}
