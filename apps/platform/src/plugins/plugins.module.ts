import { Module } from '@nestjs/common';
import { ServiceLinkModule } from '../service-link/service-link.module.ts';
import { ListPluginsHandler } from './list-plugins.handler.ts';

/** What jobs can run, for administrators. */
@Module({ imports: [ServiceLinkModule], providers: [ListPluginsHandler] })
export class PluginsModule {}
