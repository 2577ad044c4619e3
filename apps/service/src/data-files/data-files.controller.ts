import { RelativePath, type DataFiles } from '@dq0/protocol';
import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import { ServiceConfig } from '../config/index.ts';
import { parseInput } from '../failures/index.ts';
import { listFiles } from './list-files.ts';
import { readHeader } from './read-header.ts';

const Wanted = z.object({ names: RelativePath.optional() });

@Controller('data-files')
export class DataFilesController {
  readonly #config: ServiceConfig;

  constructor(config: ServiceConfig) {
    this.#config = config;
  }

  @Get()
  async list(@Query() query: unknown): Promise<DataFiles> {
    const { names } = parseInput(Wanted, query);
    const root = this.#config.dataRoot;
    const header = names === undefined ? null : await readHeader(root, names);
    return { ...(await listFiles(root)), header };
  }
}
