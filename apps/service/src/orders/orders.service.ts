import { canonicalJson, sha256Hex } from '@dq0/encryption';
import type { JobOrder } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { Executor } from '../executors/index.ts';
import { ServiceFailure } from '../failures/index.ts';
import { DataVersions } from '../ingestion/index.ts';
import { PluginCatalog } from '../plugin-catalog/index.ts';
import { Spool, type Attempt, type AttemptId } from '../spool/index.ts';

/** Takes orders, lists and forgets them. An order says what; only the queue says when, only a grant lets it run. */
@Injectable()
export class OrdersService {
  readonly #spool: Spool;
  readonly #catalog: PluginCatalog;
  readonly #data: DataVersions;
  readonly #executor: Executor;

  constructor(spool: Spool, catalog: PluginCatalog, data: DataVersions, executor: Executor) {
    this.#spool = spool;
    this.#catalog = catalog;
    this.#data = data;
    this.#executor = executor;
  }

  async order(order: JobOrder): Promise<'created' | 'known'> {
    const digest = await sha256Hex(canonicalJson(order));
    if (this.#spool.find(order)?.digest === digest) return 'known';
    const plugin = this.#catalog.get(order.plugin.name, order.plugin.digest);
    if (plugin.manifest.class !== 'certified') throw new ServiceFailure('PLUGIN_CLASS');
    if (order.plan.dataset !== order.dataset || order.plan.plugin.name !== order.plugin.name) {
      throw new ServiceFailure('REQUEST_INVALID', { message: 'The plan was made for another plugin or data set.' });
    }
    this.#data.assertReadable(order.dataset, order.dataVersion);
    return this.#spool.order(order, digest);
  }

  list(): Pick<Attempt, 'job' | 'attempt' | 'epoch' | 'phase'>[] {
    return this.#spool.all().map(({ job, attempt, epoch, phase }) => ({ job, attempt, epoch, phase }));
  }

  /** Stops what runs, wipes its folder, forgets the order. An attempt that is not there is forgotten already. */
  async remove(id: AttemptId): Promise<void> {
    const attempt = this.#spool.find(id);
    if (!attempt) return;
    this.#spool.close(attempt);
    if (attempt.runFolder !== null) await this.#executor.discard(attempt.runFolder);
  }
}
