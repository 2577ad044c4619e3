import { Module } from '@nestjs/common';
import { ProofsModule } from '../proofs/index.ts';
import { Limits } from './limits.ts';
import { RequestGuard } from './request-guard.ts';

@Module({ imports: [ProofsModule], providers: [Limits, RequestGuard], exports: [Limits, RequestGuard] })
export class LimitsModule {}
