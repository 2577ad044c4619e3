import path from 'node:path';
import type { ExecutorCheck as Check } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { ServiceConfig } from '../config/index.ts';
import { Executor } from '../executors/index.ts';
import { ServiceFailure } from '../failures/index.ts';
import { readPlugin, type Plugin } from '../plugin-catalog/index.ts';
import { findOwnRuntime, OWN_PYTHON } from '../runtimes/index.ts';
import { Attempts, ofAttempt, ofIdleTrial, ofTrial } from './findings.ts';
import { Outside } from './outside.ts';
import { runTrial } from './trial-run.ts';

/** What tries to break out; no plugin of the catalogue, since nobody asks it anything. */
const DIAGNOSTIC = path.join(OWN_PYTHON, 'diagnostic');
const WALL_SECONDS = 10;
const IDLE_SECONDS = 1;

/** Lets a job without data try to break out of an executor, one at a time and for less than a minute. */
@Injectable()
export class ExecutorCheck {
  readonly #config: ServiceConfig;
  readonly #executor: Executor;
  #running = false;

  constructor(config: ServiceConfig, executor: Executor) {
    this.#config = config;
    this.#executor = executor;
  }

  /** @throws ServiceFailure CHECK_RUNNING */
  async check(name: string): Promise<Check> {
    if (this.#running) throw new ServiceFailure('CHECK_RUNNING');
    this.#running = true;
    try {
      return await this.#check(name);
    } finally {
      this.#running = false;
    }
  }

  async #check(executor: string): Promise<Check> {
    const began = Date.now();
    const { kind } = this.#executor;
    const plugin = await this.#diagnostic();
    const outside = await Outside.open();
    try {
      const { file, folder, network } = outside;
      const told = { file, folder, network, socket: this.#config.socket };
      const job = (run: string): object => ({ idle: false, outside: { ...told, run } });
      const trial = await runTrial(this.#executor, plugin, { job, wallSeconds: WALL_SECONDS });
      const idle = await runTrial(this.#executor, plugin, { job: () => ({ idle: true }), wallSeconds: IDLE_SECONDS });
      const attempts = trial.output === undefined ? [] : Attempts.parse(JSON.parse(trial.output));
      const findings = [...attempts.map((attempt) => ofAttempt(attempt, kind)), ofIdleTrial(idle), ...ofTrial(trial)];
      const ok = findings.every((finding) => finding.ok);
      return { executor, kind, ok, milliseconds: Date.now() - began, findings };
    } finally {
      outside.close();
    }
  }

  /** Standard library only, so the service's own Python serves it. */
  async #diagnostic(): Promise<Plugin> {
    const plugin = await readPlugin(DIAGNOSTIC, this.#config);
    return { ...plugin, runtime: await findOwnRuntime(this.#config.runtimes) };
  }
}
