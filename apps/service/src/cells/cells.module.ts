import { Module } from '@nestjs/common';
import { CellCache } from './cell-cache.ts';

/** Exact cells that need not be computed again. */
@Module({ providers: [CellCache], exports: [CellCache] })
export class CellsModule {}
