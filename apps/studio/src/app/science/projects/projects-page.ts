import { DatePipe } from '@angular/common';
import { Component, computed, inject, resource, signal } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { Api } from '../../data-access/api.ts';
import { createProject, listProjects } from '../../data-access/operations.ts';
import { asProblem, type Problem } from '../../data-access/problem.ts';
import { Loading } from '../../ui/states/loading.ts';
import { ProblemCard } from '../../ui/states/problem-card.ts';
import { StateCard } from '../../ui/states/state-card.ts';

/** What one works on together with others. */
@Component({
  selector: 's0-projects-page',
  imports: [DatePipe, RouterLink, Loading, ProblemCard, StateCard],
  template: `
    <div class="page">
      <div class="head">
        <div class="grow">
          <h1>Projects</h1>
          <p class="lede">Questions asked for a project are followed by all its members. Nobody else knows of it.</p>
        </div>
      </div>
      <form class="row" (submit)="make($event)">
        <label class="sr" for="new-project">Name of a new project</label>
        <input
          #field
          id="new-project"
          class="in sm find"
          placeholder="churn"
          autocomplete="off"
          maxlength="63"
          [value]="name()"
          (input)="name.set(field.value)"
        />
        <button class="btn tonal" type="submit" [disabled]="name().trim() === '' || busy()">Make this project</button>
      </form>
      @if (failed(); as problem) {
        <s0-problem [problem]="problem" [again]="false" />
      }
      @if (problem(); as problem) {
        <s0-problem [problem]="problem" (retry)="found.reload()" />
      } @else if (!found.hasValue()) {
        <s0-loading what="Fetching your projects" />
      } @else if (found.value().projects.length === 0) {
        <s0-state title="No project yet" text="Make one above, or ask somebody to let you into theirs." tone="plain" />
      } @else {
        <section class="card">
          <div class="tw" tabindex="0" role="region" aria-label="Projects">
            <table>
              <thead>
                <tr>
                  <th scope="col">project</th>
                  <th scope="col" class="r">members</th>
                  <th scope="col" class="r">questions</th>
                  <th scope="col">since</th>
                </tr>
              </thead>
              <tbody>
                @for (one of found.value().projects; track one.project) {
                  <tr>
                    <td class="break">
                      <a [routerLink]="['/sci/projects', one.project]">{{ one.project }}</a>
                    </td>
                    <td class="r">{{ one.members.length }}</td>
                    <td class="r">{{ one.runs }}</td>
                    <td class="nowrap">{{ one.created | date: 'yyyy-MM-dd' : 'UTC' }}</td>
                  </tr>
                }
              </tbody>
            </table>
          </div>
        </section>
      }
    </div>
  `,
})
export class ProjectsPage {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  protected readonly found = resource({ loader: ({ abortSignal }) => this.api.call(listProjects, {}, abortSignal) });
  protected readonly problem = computed(() =>
    this.found.error() === undefined ? undefined : asProblem(this.found.error()),
  );
  protected readonly name = signal('');
  protected readonly busy = signal(false);
  protected readonly failed = signal<Problem | undefined>(undefined);

  protected async make(event: Event): Promise<void> {
    event.preventDefault();
    this.busy.set(true);
    this.failed.set(undefined);
    try {
      const { project } = await this.api.call(createProject, { name: this.name().trim() });
      await this.router.navigate(['/sci/projects', project]);
    } catch (failure) {
      this.failed.set(asProblem(failure));
    } finally {
      this.busy.set(false);
    }
  }
}
