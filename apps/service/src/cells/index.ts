export { CellCache } from './cell-cache.ts';
export { CellsModule } from './cells.module.ts';
