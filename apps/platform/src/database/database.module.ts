import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { PlatformConfig } from '../config/platform-config.ts';
import { openDatabase, type OpenDatabase } from './open-database.ts';
import { Settings } from './settings.ts';
import { UnitOfWork } from './unit-of-work.ts';

const OPEN_DATABASE = Symbol('open database');

/** Global: the one writer, and what is kept by name. */
@Global()
@Module({
  providers: [
    {
      provide: OPEN_DATABASE,
      inject: [PlatformConfig],
      useFactory: (config: PlatformConfig) => openDatabase(config.databasePath),
    },
    { provide: UnitOfWork, inject: [OPEN_DATABASE], useFactory: ({ unitOfWork }: OpenDatabase) => unitOfWork },
    Settings,
  ],
  exports: [UnitOfWork, Settings],
})
export class DatabaseModule implements OnApplicationShutdown {
  readonly #database: OpenDatabase;

  constructor(@Inject(OPEN_DATABASE) database: OpenDatabase) {
    this.#database = database;
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#database.close();
  }
}
