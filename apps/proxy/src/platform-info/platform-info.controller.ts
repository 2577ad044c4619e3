import { Controller, Get } from '@nestjs/common';
import { PlatformInfo } from './platform-info.ts';

@Controller('v1/platform')
export class PlatformInfoController {
  readonly #platform: PlatformInfo;

  constructor(platform: PlatformInfo) {
    this.#platform = platform;
  }

  @Get()
  newest(): { bundle: string } {
    return { bundle: this.#platform.bundle() };
  }
}
