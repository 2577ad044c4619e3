export { DataVersions } from './data-versions.ts';
export { IngestionModule } from './ingestion.module.ts';
