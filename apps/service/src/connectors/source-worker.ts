import { BuilderConfig, type ServiceConfig } from '../config/index.ts';
import { ServiceFailure } from '../failures/index.ts';
import type { LineProcess } from '../line-process/index.ts';
import { buildRuntime, DRIVERS_BUILD, findOwnRuntime } from '../runtimes/index.ts';
import { startOwnPython } from './own-python.ts';

/** A process that speaks with one database, once. The drivers are installed before the first. */
export async function startSourceWorker(
  work: 'check-source' | 'fetch-source',
  config: ServiceConfig,
): Promise<LineProcess> {
  const drivers = await buildRuntime(DRIVERS_BUILD, BuilderConfig.at(config.runtimes), () => undefined).catch(
    (cause: unknown) => {
      throw new ServiceFailure('DRIVERS_MISSING', { cause });
    },
  );
  return startOwnPython(await findOwnRuntime(config.runtimes), [work], config.fetchMemoryMiB, drivers);
}
