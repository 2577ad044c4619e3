import { Component, computed, effect, type ElementRef, inject, resource, viewChild } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { filter, map } from 'rxjs';
import { Api } from '../../data-access/api.ts';
import { listDatasets } from '../../data-access/operations.ts';
import { Session } from '../../data-access/session.ts';
import { stored } from '../../data-access/stored.ts';
import { faceAt, facesOf, opens } from '../faces.ts';
import { Icon } from '../icon.ts';
import { Loading } from '../states/loading.ts';
import { PartProblem } from '../states/part-problem.ts';
import { ProblemCard } from '../states/problem-card.ts';
import { StateCard } from '../states/state-card.ts';
import { AccountMenu } from './account-menu.ts';
import { KeyHelp } from './key-help.ts';
import { type Jump, Palette } from './palette.ts';
import { Theme } from './theme.ts';

/** Top bar, rail and the page between them; keys that work everywhere; what is said when the session ended. */
@Component({
  selector: 's0-shell',
  imports: [
    RouterOutlet,
    RouterLink,
    RouterLinkActive,
    Icon,
    Loading,
    PartProblem,
    ProblemCard,
    StateCard,
    AccountMenu,
    KeyHelp,
    Palette,
  ],
  host: { '(document:keydown)': 'key($event)', class: 'shell', '[class]': 'face()?.tint ?? "face-science"' },
  templateUrl: './shell.html',
})
export class Shell {
  protected readonly session = inject(Session);
  protected readonly api = inject(Api);
  protected readonly theme = inject(Theme);
  protected readonly faces = computed(() => facesOf(this.session.roles()));
  protected readonly face = computed(() => faceAt(this.url(), this.faces()));
  protected readonly allowed = computed(() => opens(this.url(), this.session.roles()));
  /** Single letters as commands: off for those whose voice or hands type letters by accident. */
  protected readonly letters = stored('studi0-letters', true, (value): value is boolean => typeof value === 'boolean');

  protected readonly jumps = computed((): readonly Jump[] => [
    ...this.faces().flatMap((face) => face.places.map(({ name, path }) => ({ name, hint: face.name, path }))),
    { name: 'First steps', hint: 'start', path: '/start' },
    { name: 'Devices and password', hint: 'account', path: '/devices' },
    ...this.names().map((name) => ({ name, hint: 'data set', path: `${this.home()}/${encodeURIComponent(name)}` })),
    { name: `Theme: ${this.theme.name()}`, hint: 'change', act: () => this.theme.next() },
    { name: 'Keys', hint: 'help', act: () => this.help().open() },
  ]);

  private readonly router = inject(Router);
  private readonly main = viewChild<ElementRef<HTMLElement>>('main');
  private readonly palette = viewChild.required(Palette);
  private readonly help = viewChild.required(KeyHelp);
  protected readonly url = toSignal(
    this.router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      map(({ urlAfterRedirects }) => urlAfterRedirects.split(/[?#]/)[0] ?? '/'),
    ),
    { initialValue: '/' },
  );
  private readonly home = computed(() => (this.face()?.id === 'own' ? '/own/datasets' : '/sci/datasets'));
  protected readonly known = resource({
    params: () => (this.session.loggedIn() && this.face()?.id !== 'adm' ? {} : undefined),
    loader: ({ abortSignal }) => this.api.call(listDatasets, {}, abortSignal),
  });
  private readonly names = computed(() =>
    this.known.hasValue() ? this.known.value().datasets.map(({ name }) => name) : [],
  );
  private afterG = 0;

  constructor() {
    // The reader's place follows the page: a new one is read from its beginning.
    let before = '';
    effect(() => {
      const url = this.url();
      if (before !== '' && url.split('/')[2] !== before.split('/')[2]) this.main()?.nativeElement.focus();
      before = url;
    });
  }

  protected openPalette(): void {
    this.palette().open();
  }

  protected skip(event: Event): void {
    event.preventDefault();
    this.main()?.nativeElement.focus();
  }

  protected key(event: KeyboardEvent): void {
    if (event.ctrlKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      this.openPalette();
      return;
    }
    if (!this.letters() || event.ctrlKey || event.altKey || event.metaKey || inField(event)) return;
    if (event.key === '?') this.help().open();
    if (event.key.toLowerCase() === 'g') this.afterG = event.timeStamp;
    else if (event.timeStamp - this.afterG < 1500) {
      const letter = event.key.toLowerCase();
      const place = this.face()?.places.find(({ key }) => key === letter);
      this.afterG = 0;
      if (place !== undefined) void this.router.navigateByUrl(place.path);
    }
  }
}

function inField(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.closest('dialog') !== null)
  );
}
