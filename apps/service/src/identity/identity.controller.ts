import { PlatformPin as PlatformPinBody, type ServiceIdentity } from '@dq0/protocol';
import { Body, Controller, Get, HttpCode, Put } from '@nestjs/common';
import type { z } from 'zod';
import { Sandbox } from '../executors/index.ts';
import { parseInput } from '../failures/index.ts';
import { PlatformPin } from './platform-pin.ts';
import { ServiceKeys } from './service-keys.ts';

@Controller()
export class IdentityController {
  readonly #keys: ServiceKeys;
  readonly #platform: PlatformPin;
  readonly #sandbox: Sandbox;

  constructor(keys: ServiceKeys, platform: PlatformPin, sandbox: Sandbox) {
    this.#keys = keys;
    this.#platform = platform;
    this.#sandbox = sandbox;
  }

  @Get('identity')
  async identity(): Promise<z.infer<typeof ServiceIdentity>> {
    const { publicJwk, thumbprint } = await this.#keys.encryption();
    return { key: publicJwk, thumbprint, sandbox: this.#sandbox.kind };
  }

  @Put('platform')
  @HttpCode(204)
  async pin(@Body() body: unknown): Promise<void> {
    await this.#platform.pin(parseInput(PlatformPinBody, body).key);
  }
}
