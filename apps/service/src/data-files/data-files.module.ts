import { Module } from '@nestjs/common';
import { DataFilesController } from './data-files.controller.ts';

/** Which files an owner may publish. */
@Module({ controllers: [DataFilesController] })
export class DataFilesModule {}
