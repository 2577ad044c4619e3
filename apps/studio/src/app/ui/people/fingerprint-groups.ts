import { Component, computed, input } from '@angular/core';
import { groupsOf } from './fingerprint.ts';

/** The fingerprint of a device in its twelve groups, to be read aloud or compared. */
@Component({
  selector: 's0-fingerprint',
  template: `
    <div class="fp" role="group" aria-label="Device fingerprint, twelve groups">
      @for (group of groups(); track $index) {
        <span>{{ group }}</span>
      }
    </div>
  `,
})
export class FingerprintGroups {
  readonly fingerprint = input.required<string>();
  protected readonly groups = computed(() => groupsOf(this.fingerprint()));
}
