export { createQueue, BullmqJobQueue } from './bullmq-job-queue.ts';
export { createWorker, type JobWorker, type WorkerSettings } from './bullmq-worker.ts';
export { InMemoryJobQueue } from './in-memory-job-queue.ts';
export { QueueUnavailableError, type JobQueue, type QueuedJob } from './job-queue.ts';
export { redisConnection } from './redis-connection.ts';
