import { APP_BASE_HREF } from '@angular/common';
import type { ApplicationConfig } from '@angular/core';
import { provideBrowserGlobalErrorListeners } from '@angular/core';
import { provideRouter, TitleStrategy, withComponentInputBinding } from '@angular/router';
import { routes } from './app.routes.ts';
import { PageTitle } from './ui/shell/page-title.ts';
import { provideShownPrintable } from './ui/text/show-printable.ts';

export const appConfig: ApplicationConfig = {
  providers: [
    // Not as an element of the page: the gateway's policy allows none.
    { provide: APP_BASE_HREF, useValue: '/' },
    provideBrowserGlobalErrorListeners(),
    provideShownPrintable(),
    provideRouter(routes, withComponentInputBinding()),
    { provide: TitleStrategy, useClass: PageTitle },
  ],
};
