import { Component, computed, inject } from '@angular/core';
import { smallText } from '../../../ui/numbers/share.ts';
import { amountsOf, tableOf } from '../definition-of.ts';
import { Wizard } from '../wizard.ts';
import { Control, Field } from '../../../ui/field.ts';

/** The last look, and who may ask from the start. */
@Component({
  selector: 's0-publish-step',
  imports: [Control, Field],
  template: `
    <h1>Ready to publish {{ draft().name || 'it' }}?</h1>
    <p class="lede">
      The data are read once inside the quarantine; then people can ask. All of it happens, or nothing.
    </p>
    <div class="form">
      <section class="card">
        <div class="hd"><h2>What you publish</h2></div>
        <dl class="bd kv">
          <dt>source</dt>
          <dd class="break">{{ draft().path || draft().host }}</dd>
          <dt>table</dt>
          <dd class="break">{{ table() }}, {{ draft().columns.length }} columns</dd>
          <dt>unit</dt>
          <dd>{{ unit() }}</dd>
          <dt>account</dt>
          <dd class="break">{{ draft().account }}</dd>
          <dt>budget for life</dt>
          <dd>epsilon {{ draft().epsilon }}, delta {{ draft().delta }}</dd>
          <dt>one release</dt>
          <dd>at most epsilon {{ release().epsilon }}, delta {{ small(release().delta) }}</dd>
        </dl>
      </section>
      <s0-field
        control="group"
        label="Who may ask from the start"
        hint="Policies can change it at any time."
        [error]="wizard.at('groups')"
      >
        <select s0Control class="in" (change)="wizard.set({ group: $any($event.target).value })">
          <option value="">nobody yet</option>
          <option value="data-scientist" [selected]="draft().group === 'data-scientist'">all data scientists</option>
        </select>
      </s0-field>
      @if (wizard.unsourced().length > 0) {
        <p class="note stop">
          <span><b>A source is missing.</b> Say in Columns where the bounds of {{ missing() }} come from.</span>
        </p>
      }
    </div>
  `,
})
export class PublishStep {
  protected readonly wizard = inject(Wizard);
  protected readonly draft = this.wizard.written;
  protected readonly release = computed(() => amountsOf(this.draft()).release);
  protected readonly small = smallText;
  protected readonly table = computed(() => tableOf(this.draft()));
  protected readonly missing = computed(() =>
    this.wizard
      .unsourced()
      .map(({ name }) => name)
      .join(', '),
  );
  protected readonly unit = computed(() => {
    const { unit, unitColumn, entity } = this.draft();
    if (unit === 'public') return 'nobody: public';
    return unit === 'row' ? `each row is one ${entity}` : `${entity}, named by ${unitColumn}`;
  });
}
