import { Component, computed, inject, input, output } from '@angular/core';
import { AccountBar } from '../../../ui/account-bar.ts';
import { Icon } from '../../../ui/icon.ts';
import { halfWidthText } from '../../../ui/numbers/noisy-number.ts';
import { epsilonText, leftText, moreText, shareText } from '../../../ui/numbers/share.ts';
import { PartProblem } from '../../../ui/states/part-problem.ts';
import { Drafts } from '../drafts.ts';
import { CostLens } from './cost-lens.ts';
import { endText, type Stop } from './ladder.ts';
import { moreAfter, sentence, spoken, type Words } from './price.ts';
import { Pricing } from './pricing.ts';

/** What a question costs, before it is asked: a sentence, a slider from rough to sharp, and the account. */
@Component({
  selector: 's0-price-card',
  imports: [AccountBar, CostLens, Icon, PartProblem],
  host: { class: 'price', role: 'complementary', 'aria-label': 'Price' },
  templateUrl: './price-card.html',
})
export class PriceCard {
  readonly running = input(false);
  readonly run = output();
  readonly mock = output();
  /** One of the purposes that would do. */
  readonly choose = output<string>();
  protected readonly pricing = inject(Pricing);
  private readonly drafts = inject(Drafts);
  protected readonly price = this.pricing.price;
  protected readonly entity = 'people';
  protected readonly words = computed((): readonly Words[] => {
    const price = this.price();
    return price === undefined ? [] : sentence(price, this.entity);
  });
  protected readonly spoken = computed(() => {
    const price = this.price();
    return price === undefined ? '' : spoken(price, this.entity);
  });
  protected readonly stops = computed(() => this.pricing.ladder()?.stops ?? []);
  /** At most six stops are written beside the slider. */
  protected readonly labels = computed(() => {
    const stops = this.stops();
    const step = Math.max(1, Math.ceil((stops.length - 1) / 4));
    return stops.flatMap((stop, at) =>
      at % step === 0 || at === stops.length - 1
        ? [{ text: stopText(stop), at: stops.length === 1 ? 0 : at / (stops.length - 1) }]
        : [],
    );
  });
  protected readonly heldAt = computed(() => {
    const held = this.price()?.held;
    const stops = this.stops();
    if (held === undefined || stops.length < 2) return undefined;
    const by = stops[0]?.by === 'error' ? held.halfWidth : held.epsilon;
    return by === undefined ? undefined : placeOf(by, stops);
  });
  protected readonly left = computed(
    () =>
      this.price()?.plan.remaining.share ??
      (this.pricing.budget.hasValue() ? this.pricing.budget.value().left : undefined),
  );
  protected readonly share = computed(() => (this.price()?.free === true ? 0 : (this.price()?.plan.spends.share ?? 0)));
  protected readonly account = computed(() =>
    this.pricing.budget.hasValue() ? `Account ${this.pricing.budget.value().account}` : 'The account',
  );
  protected readonly endText = computed(() => {
    const ladder = this.pricing.ladder();
    return ladder === undefined ? '' : endText(ladder.end);
  });
  protected readonly moreAfter = computed(() => {
    const price = this.price();
    const after = price === undefined ? 0 : moreAfter(price.plan);
    return after === 0 ? 'no' : `≈ ${moreText(after)}`;
  });
  protected readonly purpose = computed(() => this.drafts.draft()?.purpose ?? '');
  protected readonly usedUp = this.pricing.usedUp;
  protected readonly off = computed(
    () => this.price()?.plan.accepted !== true || this.pricing.stale() || this.running(),
  );
  /** Mock rows are free: whatever a question costs and whatever it is for, only its text must be understood. */
  protected readonly mockOff = computed(
    () => this.pricing.empty() || !this.pricing.info.hasValue() || this.pricing.notUnderstood() || this.running(),
  );
  protected readonly runText = computed(() => {
    const price = this.price();
    if (price === undefined) return 'Run';
    return price.free ? 'Read again, free' : `Run for ${shareText(price.plan.spends.share)}`;
  });
  /** Where the middle of the thumb stands at a part of the way; the rest of the track is what policy refuses. */
  protected readonly placed = (part: number): string => `calc(10px + (87% - 20px) * ${part})`;
  protected readonly shareText = shareText;
  protected readonly leftText = leftText;
  protected readonly epsilonText = epsilonText;
}

function stopText({ by, value }: Stop): string {
  return by === 'error' ? `± ${halfWidthText(value)}` : String(value);
}

/** Where a value lies among the stops, from 0 to 1, on the scale of ratios between them. */
function placeOf(value: number, stops: readonly Stop[]): number {
  const logs = stops.map((stop) => Math.log(stop.value));
  const wanted = Math.log(value);
  const rising = (logs.at(-1) ?? 0) > (logs[0] ?? 0);
  const past = logs.findIndex((log) => (rising ? log >= wanted : log <= wanted));
  if (past === 0) return 0;
  if (past === -1) return 1;
  const before = logs[past - 1] ?? 0;
  const after = logs[past] ?? 0;
  return (past - 1 + (wanted - before) / (after - before)) / (logs.length - 1);
}
