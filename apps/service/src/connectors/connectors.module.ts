import { Module } from '@nestjs/common';
import { IdentityModule } from '../identity/index.ts';
import { Fetcher } from './fetcher.ts';
import { LoginOpener } from './login-opener.ts';
import { SourceChecker } from './source-checker.ts';
import { SourceFetcher } from './source-fetcher.ts';

/** Ways to the data: the typed Parquet of a data version, or a database by its credential. */
@Module({
  imports: [IdentityModule],
  providers: [Fetcher, LoginOpener, SourceChecker, SourceFetcher],
  exports: [Fetcher, LoginOpener, SourceChecker, SourceFetcher],
})
export class ConnectorsModule {}
