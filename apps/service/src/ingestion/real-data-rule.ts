import { Injectable } from '@nestjs/common';
import { ServiceConfig } from '../config/index.ts';
import { Sandbox } from '../executors/index.ts';
import { ServiceFailure } from '../failures/index.ts';

/** Without a sandbox only the named sample data may be read; there is no way to switch this off. */
@Injectable()
export class RealDataRule {
  readonly #config: ServiceConfig;
  readonly #sandbox: Sandbox;

  constructor(config: ServiceConfig, sandbox: Sandbox) {
    this.#config = config;
    this.#sandbox = sandbox;
  }

  /** @throws ServiceFailure SANDBOX_MISSING */
  assertAllowed(dataset: string): void {
    if (this.#sandbox.kind === 'none' && !this.#config.sampleOnly.includes(dataset)) {
      throw new ServiceFailure('SANDBOX_MISSING');
    }
  }
}
