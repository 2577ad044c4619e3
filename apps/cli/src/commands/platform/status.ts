import { infoPlatform, type Output } from '@dq0/protocol';
import { OperationCommand } from '../../operation-command.ts';
import { printable } from '../../terminal/printable.ts';
import { renderTable } from '../../terminal/table.ts';

export default class PlatformStatus extends OperationCommand<typeof infoPlatform> {
  static override summary = 'Show how the platform runs: service, sandbox, plugins, jobs and people that wait';
  protected override readonly operation = infoPlatform;

  protected override render(info: Output<typeof infoPlatform>): string {
    const { version, bundle, time, service, plugins, waitingUsers, activeJobs } = info;
    const facts = [
      ['platform', `${version}, key bundle ${bundle}`],
      ['its clock', time],
      ['service', service.reachable ? 'answers' : 'does not answer: start it, or see its log; what was asked waits'],
      ['sandbox', service.sandbox ?? 'none: install bubblewrap inside the quarantine'],
      ['jobs on their way', String(activeJobs)],
      ['people awaiting approval', String(waitingUsers)],
    ].map(([name, value]) => `${`${name}:`.padEnd(26)}${printable(value ?? '')}`);
    const listed = renderTable(
      [{ title: 'plugin' }, { title: 'version' }, { title: 'class' }, { title: 'digest' }],
      plugins.map((plugin) => [plugin.name, plugin.version, plugin.class, plugin.digest]),
      80,
    );
    return `${facts.join('\n')}\n\n${plugins.length === 0 ? 'No plugin is installed, so no question can be answered.' : listed}`;
  }
}
