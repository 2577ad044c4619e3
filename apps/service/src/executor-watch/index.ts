export { ExecutorWatchModule } from './executor-watch.module.ts';
