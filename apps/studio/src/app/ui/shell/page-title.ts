import { inject, Injectable } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { type RouterStateSnapshot, TitleStrategy } from '@angular/router';
import { FACES } from '../faces.ts';

/** `Queries · Data Science Studi0`: the page first, so that tabs can be told apart. */
@Injectable()
export class PageTitle extends TitleStrategy {
  readonly #title = inject(Title);

  override updateTitle(snapshot: RouterStateSnapshot): void {
    const face = FACES.find(({ id }) => snapshot.url.startsWith(`/${id}/`))?.name ?? 'Studi0';
    const page = this.buildTitle(snapshot);
    this.#title.setTitle(page === undefined ? face : `${page} · ${face}`);
  }
}
