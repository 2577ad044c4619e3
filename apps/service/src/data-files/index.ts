export { DataFilesModule } from './data-files.module.ts';
