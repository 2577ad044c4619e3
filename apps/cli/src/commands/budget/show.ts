import { showBudget, type Output } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { bar, bound, compact, percent } from '../../answers/numbers.ts';
import { OperationCommand } from '../../operation-command.ts';
import { renderFacts, renderTable } from '../../terminal/table.ts';

type Budget = Output<typeof showBudget>;

export default class BudgetShow extends OperationCommand<typeof showBudget> {
  static override summary = 'Show a budget account: its terms, what is used and left, and by whom';
  static override examples = ['<%= config.bin %> budget show census'];
  static override args = {
    name: Args.string({ required: true, ignoreStdin: true, description: 'a budget account or a data set' }),
  };
  protected override readonly operation = showBudget;

  protected override render(budget: Budget): string {
    const { odometer, own, people, quotas } = budget;
    const facts = renderFacts([
      ['account', budget.account + (budget.joined.length > 0 ? ` (joined from ${budget.joined.join(', ')})` : '')],
      ['protects', budget.unitKind === 'row' ? `each row (one ${budget.entity})` : `each ${budget.entity}`],
      ['data sets', budget.datasets.join(', ')],
      ['budget', `epsilon ${compact(budget.epsilon)}, delta ${compact(budget.delta)}`],
      ['spent', `epsilon ${compact(odometer.rdpEpsilon)} in ${budget.spends} spends (exact: ${pldText(budget)})`],
      ['used', `${bar(budget.used)} ${percent(budget.used)}`],
      ['left', budget.closed ? 'nothing: the account is closed' : percent(budget.left)],
      ['by you', `${percent(own.share)} in ${own.spends} spends`],
    ]);
    return [facts, ...peopleTable(people), ...quotaTable(quotas)].join('\n\n');
  }
}

function pldText({ odometer: { pld }, spends }: Budget): string {
  const behind = pld.spends === spends ? '' : `, after ${pld.spends} of them`;
  return `${compact(pld.epsilon)}${behind}`;
}

function peopleTable(people: Budget['people']): string[] {
  if (people === null || people.length === 0) return [];
  const rows = people.map(({ user, share, spends }) => [user, percent(share), String(spends)]);
  return [
    renderTable([{ title: 'person' }, { title: 'share', align: 'right' }, { title: 'spends', align: 'right' }], rows),
  ];
}

function quotaTable(quotas: Budget['quotas']): string[] {
  if (quotas.length === 0) return [];
  const rows = quotas.map(({ kind, subject, share, used }) => [`${kind} ${subject}`, bound(share), percent(used)]);
  return [
    renderTable([{ title: 'part for' }, { title: 'at most', align: 'right' }, { title: 'used', align: 'right' }], rows),
  ];
}
