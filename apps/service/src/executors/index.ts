export { Executor, type JobLimits, type PreparedRun, type RunEntry, type RunReading } from './executor.ts';
export { ExecutorsModule } from './executors.module.ts';
export { LocalExecutor } from './local/local-executor.ts';
export { Sandbox } from './local/sandbox.ts';
export { WarmPool } from './warm-pool.ts';
