import { infoDataset, type Output } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { compact, grouped } from '../../answers/numbers.ts';
import { OperationCommand, type GivenInput } from '../../operation-command.ts';
import { printable } from '../../terminal/printable.ts';
import { renderFacts, renderTable } from '../../terminal/table.ts';

type Info = Output<typeof infoDataset>;
type PublishedColumn = Info['tables'][string]['columns'][number];

const LEVELS = ['public', 'high', 'highest'];

export default class DataInfo extends OperationCommand<typeof infoDataset> {
  static override summary = 'Show the published definition of a data set: tables, columns, bounds';
  static override args = { name: Args.string({ required: true, ignoreStdin: true, description: 'the data set' }) };
  protected override readonly operation = infoDataset;

  protected override input(args: { name: string }): GivenInput<typeof infoDataset> {
    return { dataset: args.name };
  }

  protected override render(info: Info): string {
    const facts = renderFacts([
      ['data set', info.name],
      ['description', info.description.replace(/\s+/g, ' ')],
      ['tags', info.tags.join(', ')],
      ['privacy level', `${info.privacyLevel} (${LEVELS[info.privacyLevel] ?? 'unknown'})`],
      ['timing', info.timing],
      [
        'limit of one release',
        `epsilon ${compact(info.limits.epsilonPerRelease)}, delta ${compact(info.limits.deltaPerRelease)}`,
      ],
      ['version', `data ${info.dataVersion}, metadata ${info.metadataVersion}`],
    ]);
    return [facts, ...Object.entries(info.tables).map(([name, table]) => renderPublished(name, table))].join('\n\n');
  }
}

function renderPublished(name: string, { unit, maxUnits, columns }: Info['tables'][string]): string {
  const rows = columns.map((column) => [
    column.name,
    column.type,
    column.nullable ? 'yes' : 'no',
    domainOf(column),
    column.description ?? '',
  ]);
  const titles = ['column', 'type', 'NULL', 'values', 'description'];
  const head = `table ${printable(name)}: ${protectionOf(unit, maxUnits)}`;
  return `${head}\n${renderTable(
    titles.map((title) => ({ title })),
    rows,
  )}`;
}

function protectionOf(unit: Info['tables'][string]['unit'], maxUnits: number): string {
  if (unit === 'public') return 'public, nobody is protected in it';
  return `one ${unit === 'row' ? 'row' : 'person'} is protected, at most ${grouped(maxUnits)} of them`;
}

function domainOf({ lower, upper, values, identifier }: PublishedColumn): string {
  if (identifier) return 'identifier: not usable in questions';
  if (values) return values.join(', ');
  if (lower === undefined && upper === undefined) return 'no bounds';
  return `${lower ?? 'no lower bound'} to ${upper ?? 'no upper bound'}`;
}
