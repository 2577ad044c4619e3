import { Component, computed, input } from '@angular/core';

const circle = (x: number, y: number, r: number): string =>
  `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;

/** Line drawings on a field of 24 by 24. */
const ICONS = {
  queries: 'M4 6h16M4 11h9M4 16h6m5-2 5 3-5 3z',
  datasets:
    'M5 6a7 2.6 0 1 0 14 0a7 2.6 0 1 0-14 0v12c0 1.4 3.1 2.6 7 2.6s7-1.2 7-2.6V6M5 12c0 1.4 3.1 2.6 7 2.6s7-1.2 7-2.6',
  policies: 'M12 3 5 6v5.5c0 4.4 3 7.6 7 9 4-1.4 7-4.6 7-9V6zM9 11.5h6M9 14.5h4',
  budgets: 'M4 5v14h16M7 8l4 3 3 2 5 4',
  people: `${circle(9, 8.5, 3.2)}M3.5 19c.6-3.4 2.7-5 5.5-5s4.9 1.6 5.5 5M15.5 5.7a3 3 0 0 1 0 5.6M17.5 14.5c1.7.7 2.7 2.2 3 4.5`,
  audit: 'M7 3.5h7l4 4V20.500H7zM14 3.5v4h4M10 12h5M10 15.5h5',
  health: 'M3 12h4l2-6 4 12 2.5-6H21',
  executors:
    'M5.500 5h13a1.500 1.500 0 0 1 1.500 1.500v3a1.500 1.500 0 0 1-1.500 1.500h-13A1.500 1.500 0 0 1 4 9.500v-3A1.500 1.500 0 0 1 5.500 5zM5.500 13h13a1.500 1.500 0 0 1 1.500 1.500v3a1.500 1.500 0 0 1-1.500 1.500h-13A1.500 1.500 0 0 1 4 17.500v-3A1.500 1.500 0 0 1 5.500 13zM8 8v.1M8 16v.1',
  plugins: 'M9 3v5M15 3v5M6.500 8h11v3.500a5.500 5.500 0 0 1-11 0zM12 17v4',
  check: 'M5 12.5 9.5 17 19 7',
  search: `${circle(11, 11, 6)}M15.500 15.500l4.500 4.500`,
  shield: 'M12 3 5 6v5.5c0 4.400 3 7.600 7 9 4-1.400 7-4.600 7-9V6zM9 11.500l2.200 2.200 4-4',
  moon: 'M19 14.5A7.5 7.5 0 0 1 9.5 5a7.5 7.5 0 1 0 9.5 9.5z',
  sun: `${circle(12, 12, 4)}M12 3v2M12 19v2M3 12h2M19 12h2M5.600 5.600 7 7M17 17l1.400 1.400M5.600 18.400 7 17M17 7l1.400-1.400`,
  auto: `${circle(12, 12, 8)}M12 4v16`,
  play: 'M8 5.500v13l10.500-6.500z',
  plus: 'M12 5v14M5 12h14',
  close: 'M7 7l10 10M17 7 7 17',
  download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
  table:
    'M4 6.500A1.500 1.500 0 0 1 5.500 5h13A1.500 1.500 0 0 1 20 6.500v11a1.500 1.500 0 0 1-1.500 1.500h-13A1.500 1.500 0 0 1 4 17.500zM4 10h16M10 10v9',
  chart: 'M5 20V4M5 20h15M9 8v6M7.500 8h3M7.500 14h3M15 6v10M13.500 6h3M13.500 16h3',
  wand: 'M5 19 14 10M16 4v3M14.500 5.500h3M19 9v3M17.500 10.500h3M9.500 4.500v2M8.500 5.500h2',
  lock: 'M7 11h10v9H7zM9 11V8a3 3 0 0 1 6 0v3',
  person: `${circle(12, 8, 3.5)}M5 20c.700-4 3.300-6 7-6s6.300 2 7 6`,
  info: `${circle(12, 12, 8.5)}M12 11v5M12 8v.1`,
  keyboard: 'M3 7h18v10H3zM7 10.500h.1M10.500 10.500h.1M14 10.500h.1M17 10.500h.1M8 14h8',
  stop: `${circle(12, 12, 8.5)}M8.500 8.500l7 7M15.500 8.500l-7 7`,
} as const;
export type IconName = keyof typeof ICONS;

/** A drawing beside a word; it says nothing on its own and is hidden from screen readers. */
@Component({
  selector: 's0-icon',
  template: `<svg class="i" [class.s]="small()" viewBox="0 0 24 24" aria-hidden="true">
    <path [attr.d]="path()" />
  </svg>`,
})
export class Icon {
  readonly name = input.required<IconName>();
  readonly small = input(false);
  protected readonly path = computed(() => ICONS[this.name()]);
}
