import { DatasetName, IngestionOrder, type IngestionAnswer } from '@dq0/protocol';
import { Body, Controller, Delete, HttpCode, Param, Put } from '@nestjs/common';
import { z } from 'zod';
import { parseInput } from '../failures/index.ts';
import { IngestionService } from './ingestion.service.ts';

const Place = z.object({ dataset: DatasetName, version: z.coerce.number().int().positive() });

@Controller('ingestions/:dataset/:version')
export class IngestionController {
  readonly #ingestion: IngestionService;

  constructor(ingestion: IngestionService) {
    this.#ingestion = ingestion;
  }

  @Put()
  ingest(@Param() place: unknown, @Body() body: unknown): Promise<IngestionAnswer> {
    const { dataset, version } = parseInput(Place, place);
    return this.#ingestion.ingest(dataset, version, parseInput(IngestionOrder, body));
  }

  @Delete()
  @HttpCode(204)
  remove(@Param() place: unknown): void {
    const { dataset, version } = parseInput(Place, place);
    this.#ingestion.remove(dataset, version);
  }
}
