export { DatabaseModule } from './database.module.ts';
export { migrateDatabase } from './migrate-database.ts';
export { ProxyDatabase } from './proxy-database.ts';
