import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/index.ts';
import { BundleRepository } from './bundle.repository.ts';
import { PlatformInfoController } from './platform-info.controller.ts';
import { PlatformInfo } from './platform-info.ts';

@Module({
  imports: [DatabaseModule],
  controllers: [PlatformInfoController],
  providers: [BundleRepository, PlatformInfo],
  exports: [PlatformInfo],
})
export class PlatformInfoModule {}
