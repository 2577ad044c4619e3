import { Module } from '@nestjs/common';
import { ProxyDatabase } from './proxy-database.ts';

@Module({ providers: [ProxyDatabase], exports: [ProxyDatabase] })
export class DatabaseModule {}
