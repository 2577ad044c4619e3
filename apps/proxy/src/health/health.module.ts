import { Module } from '@nestjs/common';
import { DatabaseModule } from '../database/index.ts';
import { HealthController } from './health.controller.ts';

@Module({ imports: [DatabaseModule], controllers: [HealthController] })
export class HealthModule {}
