import type { BuilderConfig } from '../config/index.ts';
import { runProgram } from './run-program.ts';
import { RuntimeRecord } from './runtime.ts';
import type { z } from 'zod';

const question = `
import json, os, sys
print(json.dumps({
    "interpreter": os.path.realpath(getattr(sys, "_base_executable", sys.executable)),
    "prefix": os.path.realpath(sys.base_prefix),
    "version": "%d.%d" % sys.version_info[:2],
}))
`;

export class PythonMissingError extends Error {
  override readonly name = 'PythonMissingError';

  constructor(wanted: string) {
    super(
      `There is no Python ${wanted} on this machine. Install it (Debian: apt install python${wanted} python${wanted}-venv), or set DQ0_PYTHON to its path.`,
    );
  }
}

/** The interpreter of the wanted version (`3.11`): the configured one, or the first on PATH. */
export async function findPython(wanted: string, config: BuilderConfig): Promise<z.infer<typeof RuntimeRecord>> {
  const candidates = config.python === undefined ? [`python${wanted}`, 'python3', 'python'] : [config.python];
  for (const candidate of candidates) {
    const { ok, output } = await runProgram(candidate, ['-I', '-c', question], config.installer);
    if (!ok) continue;
    const found = RuntimeRecord.parse(JSON.parse(output));
    if (found.version === wanted) return found;
  }
  throw new PythonMissingError(wanted);
}
