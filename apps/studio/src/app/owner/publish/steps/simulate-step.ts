import { Component, computed, inject, resource } from '@angular/core';
import { moreText, shareText } from '../../../ui/numbers/share.ts';
import { Loading } from '../../../ui/states/loading.ts';
import { widthText } from '../budget-words.ts';
import { Wizard } from '../wizard.ts';

/** What people will be able to ask, at which price: from the definition alone. */
@Component({
  selector: 's0-simulate-step',
  imports: [Loading],
  template: `
    <h1>What will people get?</h1>
    <p class="lede">Typical questions, planned and priced as they will be. No row is read and nothing is charged.</p>
    @if (found.isLoading()) {
      <s0-loading what="Planning typical questions" />
    } @else if (simulated(); as simulated) {
      <div class="form">
        <section class="card">
          <div class="tw" tabindex="0" role="region" aria-label="Typical questions">
            <table>
              <thead>
                <tr>
                  <th scope="col">question</th>
                  <th scope="col" class="r">within</th>
                  <th scope="col" class="r">uses</th>
                  <th scope="col" class="r">fits</th>
                </tr>
              </thead>
              <tbody>
                @for (question of simulated.budgets[0]?.questions; track question.sql) {
                  <tr>
                    <td>
                      {{ question.title }}<br /><code class="mono small soft break">{{ question.sql }}</code>
                      @if (question.refused) {
                        <p class="err">{{ question.refused }}</p>
                      }
                    </td>
                    <td class="r nowrap">{{ width(question.halfWidth95) || 'by its values' }}</td>
                    <td class="r nowrap">{{ share(question.share) }}</td>
                    <td class="r nowrap">{{ question.refused ? 'refused' : 'about ' + more(question.more) }}</td>
                  </tr>
                }
              </tbody>
            </table>
          </div>
        </section>
        @if (simulated.joined) {
          <p class="note cost">
            <span
              ><b>{{ simulated.account }} exists.</b> These data share its budget: what others used is gone
              already.</span
            >
          </p>
        }
        @for (note of simulated.notes; track note.path) {
          <p class="note">
            <span
              ><code class="mono">{{ note.path }}</code> {{ note.message }}</span
            >
          </p>
        }
      </div>
    }
  `,
})
export class SimulateStep {
  protected readonly wizard = inject(Wizard);
  protected readonly found = resource({ loader: () => this.wizard.simulate() });
  protected readonly simulated = computed(() => (this.found.hasValue() ? this.found.value() : undefined));
  protected readonly width = widthText;
  protected readonly share = shareText;
  protected readonly more = moreText;
}
