import { Component, computed, inject, resource } from '@angular/core';
import type { PluginRecord } from '@dq0/protocol';
import { sizeText, spanText } from '@dq0/protocol/plain-words';
import { Api } from '../../data-access/api.ts';
import { listPlugins } from '../../data-access/operations.ts';
import { asProblem } from '../../data-access/problem.ts';
import { Loading } from '../../ui/states/loading.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';

/** What jobs can run, what each needs and gives out, and the folders that were refused. */
@Component({
  selector: 's0-plugins-page',
  imports: [Loading, ProblemCard],
  templateUrl: './plugins-page.html',
})
export class PluginsPage {
  private readonly api = inject(Api);
  protected readonly found = resource({ loader: ({ abortSignal }) => this.api.call(listPlugins, {}, abortSignal) });
  protected readonly problem = computed(() =>
    this.found.error() === undefined ? undefined : asProblem(this.found.error()),
  );

  protected mayUse({ resources: { cpu, memoryBytes, diskBytes, wallSeconds } }: PluginRecord): string {
    const processors = cpu === 1 ? '1 processor' : `${cpu} processors`;
    const space = `${sizeText(memoryBytes)} of memory, ${sizeText(diskBytes)} of disk`;
    return `${processors}, ${space}, ${spanText(wallSeconds * 1000)}`;
  }

  protected needs({ needs: { data, network } }: PluginRecord): string {
    return `${data === 'none' ? 'no data' : 'tables'}, ${network ? 'a network' : 'no network'}`;
  }
}
