export { JobWorkerModule } from './job-worker.module.ts';
