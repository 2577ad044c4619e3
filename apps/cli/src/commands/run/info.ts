import { infoRun, type Output } from '@dq0/protocol';
import { Args } from '@oclif/core';
import { compact, percent } from '../../answers/numbers.ts';
import { OperationCommand } from '../../operation-command.ts';
import { printable } from '../../terminal/printable.ts';
import { renderFacts, renderTable } from '../../terminal/table.ts';

export default class RunInfo extends OperationCommand<typeof infoRun> {
  static override summary = 'Show one job: what was asked, its states, its checks, what it spent';
  static override args = { job: Args.string({ required: true, ignoreStdin: true, description: 'id of the job' }) };
  protected override readonly operation = infoRun;

  protected override render({
    run,
    request,
    history,
    checks,
    sandbox,
    digest,
    reason,
  }: Output<typeof infoRun>): string {
    const { spent } = run;
    const facts: [string, string][] = [
      ['job', run.job],
      ['plugin', run.plugin],
      ['data set', run.dataset],
      ['user', run.user],
      ...(request === null ? [] : [['asked', printable(request.replaceAll(/\s+/g, ' '))] as [string, string]]),
      ...(run.project === null ? [] : [['project', run.project] as [string, string]]),
      ...(run.purpose === null ? [] : [['purpose', run.purpose] as [string, string]]),
      ['state', run.state],
      [
        'spent',
        `epsilon ${compact(spent.epsilon)} (delta ${compact(spent.delta)}), ${percent(spent.share)} of the budget`,
      ],
      ['sandbox', sandbox ?? 'none'],
    ];
    if (digest !== null) facts.push(['result', `sha256 ${digest}`]);
    if (reason !== null) facts.push(['reason', reason]);
    const steps = renderTable(
      [{ title: 'time' }, { title: 'state' }],
      history.map(({ time, state }) => [time, state]),
    );
    const verdicts = renderTable(
      ['stage', 'check', 'version', 'verdict'].map((title) => ({ title })),
      checks.map(({ stage, name, version, verdict }) => [stage, name, version, verdict]),
    );
    return [renderFacts(facts), steps, ...(checks.length > 0 ? [verdicts] : [])].join('\n\n');
  }
}
