export { Executor, type JobLimits, type PreparedRun, type RunEntry, type RunReading } from './executor.ts';
export { ExecutorsModule } from './executors.module.ts';
export { LocalExecutor } from './local/local-executor.ts';
export { Sandbox, type Launchable } from './local/sandbox.ts';
export type { SandboxedProgram } from './local/sandbox-command.ts';
export { WarmPool, type PoolSettings } from './warm-pool.ts';
