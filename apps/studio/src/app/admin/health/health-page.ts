import { DatePipe } from '@angular/common';
import { Component, computed, inject, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import { Api } from '../../data-access/api.ts';
import { infoPlatform } from '../../data-access/operations.ts';
import { asProblem } from '../../data-access/problem.ts';
import { Loading } from '../../ui/states/loading.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';

/** How the platform runs; never what is in the data. */
@Component({
  selector: 's0-health-page',
  imports: [DatePipe, RouterLink, Loading, ProblemCard],
  templateUrl: './health-page.html',
})
export class HealthPage {
  private readonly api = inject(Api);
  protected readonly info = resource({ loader: ({ abortSignal }) => this.api.call(infoPlatform, {}, abortSignal) });
  protected readonly problem = computed(() =>
    this.info.error() === undefined ? undefined : asProblem(this.info.error()),
  );
  protected readonly title = computed(() => {
    if (!this.info.hasValue()) return 'Health';
    const { service } = this.info.value();
    if (!service.reachable) return 'Jobs cannot run';
    return service.sandbox === null ? 'One thing to look at' : 'All is well';
  });
  protected readonly lede = computed(() => {
    if (!this.info.hasValue()) return '';
    const { service } = this.info.value();
    if (!service.reachable)
      return 'The service inside does not answer. Start it, or see its log; what was asked waits.';
    if (service.sandbox === null) return 'Plugins run without a sandbox. Install bubblewrap inside the quarantine.';
    return 'You can see how the platform runs, never what is in the data.';
  });
}
