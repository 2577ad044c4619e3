import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { StateCard } from '../ui/states/state-card.ts';

@Component({
  selector: 's0-not-found-page',
  imports: [RouterLink, StateCard],
  template: `
    <div class="page narrow">
      <h1 class="sr">Not found</h1>
      <s0-state
        title="There is no such page"
        text="The address may be mistyped, or from another version. Ctrl K finds every page by name."
        tone="plain"
        [open]="true"
      >
        <a class="btn fill" routerLink="/start">To first steps</a>
      </s0-state>
    </div>
  `,
})
export class NotFoundPage {}
