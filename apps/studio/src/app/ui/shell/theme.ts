import { DOCUMENT, effect, inject, Injectable } from '@angular/core';
import { stored } from '../../data-access/stored.ts';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type ThemeName = (typeof THEMES)[number];

/** Light, dark, or as the system has it. Charts read the colours again when it changes. */
@Injectable({ providedIn: 'root' })
export class Theme {
  readonly name = stored<ThemeName>('studi0-theme', 'auto', (value): value is ThemeName =>
    (THEMES as readonly unknown[]).includes(value),
  );

  constructor() {
    const root = inject(DOCUMENT).documentElement;
    effect(() => root.setAttribute('data-theme', this.name()));
  }

  next(): void {
    this.name.update((name) => THEMES[(THEMES.indexOf(name) + 1) % THEMES.length] ?? 'auto');
  }
}
