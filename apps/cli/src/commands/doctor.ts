import { examine, type Finding } from '../doctor/examine.ts';
import { BaseCommand } from '../base-command.ts';
import { printable } from '../terminal/printable.ts';

export default class Doctor extends BaseCommand {
  static override summary = 'Check this computer, the profile, the proxies and the login, and say what to do';

  override async run(): Promise<void> {
    await this.read(Doctor);
    const findings: Finding[] = [];
    for await (const finding of examine(this.profile, this.console, this.timeoutMs)) {
      const { remedy } = finding;
      findings.push({ ...finding, remedy: remedy === null ? null : this.inProfile(remedy) });
      if (finding.exit !== 0) process.exitCode ??= finding.exit;
    }
    const healthy = findings.every(({ exit }) => exit === 0);
    this.print({ healthy, checks: findings }, () => findings.map(renderFinding).join('\n'));
  }
}

function renderFinding({ name, exit, message, remedy }: Finding): string {
  const line = `${exit === 0 ? 'ok     ' : 'PROBLEM'}  ${name}: ${printable(message)}`;
  return remedy === null ? line : `${line}\n         What to do: ${printable(remedy)}`;
}
