import { PlanPost } from '@dq0/protocol';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { parseInput } from '../failures/index.ts';
import { PlannerService } from './planner.service.ts';

@Controller('plans')
export class PlansController {
  readonly #planner: PlannerService;

  constructor(planner: PlannerService) {
    this.#planner = planner;
  }

  @Post()
  @HttpCode(200)
  plan(@Body() body: unknown): Promise<unknown> {
    const { plugin, digest, request } = parseInput(PlanPost, body);
    return this.#planner.plan(plugin, digest, request);
  }
}
