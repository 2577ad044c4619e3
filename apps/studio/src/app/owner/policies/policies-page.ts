import { Component, computed, inject, resource } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { PolicyRecord } from '@dq0/protocol';
import { Api } from '../../data-access/api.ts';
import { listDatasets, listPolicies } from '../../data-access/operations.ts';
import { asProblem } from '../../data-access/problem.ts';
import { Icon } from '../../ui/icon.ts';
import { Loading } from '../../ui/states/loading.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';
import { StateCard } from '../../ui/states/state-card.ts';
import { KeptDrafts } from './kept-drafts.ts';
import { NEW } from './policy-editing.ts';
import { policyText } from './policy-words.ts';

interface Place {
  readonly dataset: string;
  readonly policies: readonly PolicyRecord[];
}

/** Who may ask what, data set by data set. */
@Component({
  selector: 's0-policies-page',
  imports: [RouterLink, Icon, Loading, ProblemCard, StateCard],
  templateUrl: './policies-page.html',
})
export class PoliciesPage {
  private readonly api = inject(Api);
  private readonly kept = inject(KeptDrafts);
  protected readonly found = resource({ loader: ({ abortSignal }) => this.load(abortSignal) });
  protected readonly problem = computed(() =>
    this.found.error() === undefined ? undefined : asProblem(this.found.error()),
  );
  protected readonly said = policyText;
  protected readonly fresh = NEW;

  protected nameOf(policy: string): string {
    return policy.slice(policy.indexOf('/') + 1);
  }

  protected unsaved(id: string): boolean {
    return this.kept.of(id) !== undefined;
  }

  private async load(abort: AbortSignal): Promise<{ version: number; places: readonly Place[] }> {
    const [{ datasets }, { version, policies }] = await Promise.all([
      this.api.call(listDatasets, {}, abort),
      this.api.call(listPolicies, {}, abort),
    ]);
    const places = datasets
      // One that the caller may ask although none of its policies may be read belongs to somebody else.
      .map(({ name, mayAsk }) => ({ dataset: name, mayAsk, policies: policies.filter((one) => placeOf(one) === name) }))
      .filter(({ mayAsk, policies: own }) => own.length > 0 || !mayAsk);
    return { version, places };
  }
}

function placeOf({ policy }: PolicyRecord): string {
  return policy.slice(0, policy.indexOf('/'));
}
