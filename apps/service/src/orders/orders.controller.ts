import { JobId, JobOrder } from '@dq0/protocol';
import { Body, Controller, Delete, Get, HttpCode, Param, Put, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { parseInput, ServiceFailure } from '../failures/index.ts';
import { GrantsService } from './grants.service.ts';
import { OrdersService } from './orders.service.ts';

const Place = z.object({ job: JobId, attempt: z.coerce.number().int().positive() });
const GrantBody = z.strictObject({ sealed: z.string().max(2 ** 20) });

@Controller('jobs')
export class OrdersController {
  readonly #orders: OrdersService;
  readonly #grants: GrantsService;

  constructor(orders: OrdersService, grants: GrantsService) {
    this.#orders = orders;
    this.#grants = grants;
  }

  @Get()
  list(): { jobs: ReturnType<OrdersService['list']> } {
    return { jobs: this.#orders.list() };
  }

  @Put(':job/:attempt')
  async order(
    @Param() place: unknown,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { job, attempt } = parseInput(Place, place);
    const order = parseInput(JobOrder, body);
    if (order.job !== job || order.attempt !== attempt) throw new ServiceFailure('REQUEST_INVALID');
    void reply.status((await this.#orders.order(order)) === 'created' ? 201 : 200);
  }

  @Put(':job/:attempt/grant')
  @HttpCode(204)
  grant(@Param() place: unknown, @Body() body: unknown): Promise<void> {
    return this.#grants.take(parseInput(Place, place), parseInput(GrantBody, body).sealed);
  }

  @Delete(':job/:attempt')
  @HttpCode(204)
  remove(@Param() place: unknown): Promise<void> {
    return this.#orders.remove(parseInput(Place, place));
  }
}
