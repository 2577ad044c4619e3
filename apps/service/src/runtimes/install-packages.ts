import path from 'node:path';
import type { BuilderConfig } from '../config/index.ts';
import { runProgram } from './run-program.ts';

export class InstallError extends Error {
  override readonly name = 'InstallError';
}

export interface Installation {
  readonly interpreter: string;
  /** Folder for the packages; exists and is empty. */
  readonly target: string;
  readonly lockFile: string;
  /** An empty folder for the installer's own needs; removed by the caller. */
  readonly scratch: string;
}

/**
 * Installs exactly what the lock file names, hashes checked, as files only. With uv when it is there (thirteen times
 * faster), else with pip in an environment of its own, since a system's Python often has none.
 */
export async function installPackages(installation: Installation, config: BuilderConfig): Promise<'uv' | 'pip'> {
  const { interpreter, target, lockFile, scratch } = installation;
  const uv = ['pip', 'install', '--quiet', '--compile-bytecode', '--only-binary', ':all:', '--require-hashes'];
  const withUv = await runProgram(
    'uv',
    [...uv, '--no-deps', '--python', interpreter, '--target', target, '-r', lockFile],
    config.installer,
  );
  if (withUv.ok) return 'uv';
  const tool = path.join(scratch, 'pip');
  const made = await runProgram(interpreter, ['-m', 'venv', tool], config.installer);
  if (!made.ok) {
    throw new InstallError(
      `Python cannot make an environment. Install the venv module (Debian: apt install python3-venv), or uv.\n${made.words}`,
    );
  }
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-input', '--require-hashes'];
  const withPip = await runProgram(
    path.join(tool, 'bin', 'python'),
    [...pip, '--no-deps', '--only-binary', ':all:', '--target', target, '-r', lockFile],
    config.installer,
  );
  if (!withPip.ok) {
    throw new InstallError(
      `The packages could not be installed. Check that the package index can be reached and try again.\n${withPip.words.trim().split('\n').slice(-12).join('\n')}`,
    );
  }
  return 'pip';
}
