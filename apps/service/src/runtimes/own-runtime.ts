import { readFileSync } from 'node:fs';
import path from 'node:path';
import { findRuntime, type Runtime } from './runtime.ts';

/** The Python code of the service itself: supervisor, fetch worker, ingestion. */
export const OWN_PYTHON = path.resolve(import.meta.dirname, '..', '..', 'python');
/** Its environment: DuckDB, Arrow and, where the system has none, bubblewrap. */
export const OWN_BUILD = { python: '3.11', lockFile: path.join(OWN_PYTHON, 'requirements.lock') };

/** What speaks with databases; built when the first data set needs it. */
export const DRIVERS_BUILD = { python: OWN_BUILD.python, lockFile: path.join(OWN_PYTHON, 'drivers.lock') };

export class OwnRuntimeMissingError extends Error {
  override readonly name = 'OwnRuntimeMissingError';
}

export async function findOwnRuntime(runtimes: string): Promise<Runtime> {
  const name = { python: OWN_BUILD.python, lock: readFileSync(OWN_BUILD.lockFile, 'utf8') };
  const runtime = await findRuntime(runtimes, name);
  if (runtime) return runtime;
  throw new OwnRuntimeMissingError(
    "The service's Python environment has not been built. Run: node dist/runtimes/main.js build",
  );
}
