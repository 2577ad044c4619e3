import { Module } from '@nestjs/common';
import { OperationsModule } from '../operations/operations.module.ts';
import { ProxyCursorsRepository } from './proxy-cursors.repository.ts';
import { PullLoop } from './pull-loop.service.ts';

@Module({ imports: [OperationsModule], providers: [ProxyCursorsRepository, PullLoop], exports: [PullLoop] })
export class PullLoopModule {}
