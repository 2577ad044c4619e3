import { spawn, type ChildProcess } from 'node:child_process';
import { OWN_PYTHON, type Runtime } from '../../runtimes/index.ts';
import type { JobLimits } from '../executor.ts';
import type { RunFolder } from './run-folder.ts';

/**
 * A supervisor that this service started. It lives in a session of its own and, once it has a job, outlives the
 * service; before that the end of its input tells it to leave.
 */
export class SupervisorProcess {
  readonly folder: RunFolder;
  readonly ended: Promise<void>;
  readonly #child: ChildProcess;
  #alive = true;

  constructor(folder: RunFolder, runtime: Runtime) {
    this.folder = folder;
    this.#child = spawn(runtime.interpreter, ['-S', '-m', 'dq0_supervisor', folder.launchFile], {
      cwd: folder.path,
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      env: { PATH: '/usr/bin:/bin', PYTHONPATH: OWN_PYTHON, PYTHONSAFEPATH: '1', LANG: 'C.UTF-8' },
    });
    this.#child.stdin?.on('error', () => undefined);
    this.#child.unref();
    this.ended = new Promise((resolve) => {
      const over = (): void => {
        this.#alive = false;
        resolve();
      };
      this.#child.once('exit', over);
      this.#child.once('error', over);
    });
  }

  get alive(): boolean {
    return this.#alive;
  }

  assign(jobFile: string, limits: JobLimits): void {
    this.#child.stdin?.write(`${JSON.stringify({ jobFile, ...limits })}\n`);
  }

  /** Lets go of one that has no job. */
  dismiss(): void {
    this.#child.stdin?.end();
  }
}
