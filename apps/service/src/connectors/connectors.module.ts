import { Module } from '@nestjs/common';
import { Fetcher } from './fetcher.ts';

/** Ways to the data: this version reads the typed Parquet of a data version. */
@Module({ providers: [Fetcher], exports: [Fetcher] })
export class ConnectorsModule {}
