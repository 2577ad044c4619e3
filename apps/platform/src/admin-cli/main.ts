import { PlatformConfig } from '../config/platform-config.ts';
import { realPorts } from '../ports.ts';
import { UsageError } from './command.ts';
import { runCommand } from './run-command.ts';

process.umask(0o077);
try {
  const { result, json } = await runCommand(process.argv.slice(2), () => realPorts(PlatformConfig.fromEnvironment()));
  process.stdout.write(json ? `${JSON.stringify(result.json)}\n` : `${result.lines.join('\n')}\n`);
  process.exitCode = result.exit;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
