import { inject } from '@angular/core';
import { type CanActivateFn, Router, type Routes } from '@angular/router';
import { Session } from './data-access/session.ts';

/** Pages about data are for people who are logged in; the log-in page comes back to where one wanted to go. */
const known: CanActivateFn = async (_route, { url }) => {
  const session = inject(Session);
  const router = inject(Router);
  await session.ready;
  return (
    session.loggedIn() ||
    session.facts() === undefined ||
    router.createUrlTree(['/login'], { queryParams: { next: url } })
  );
};

/** Every area is loaded when it is first entered. */
export const routes: Routes = [
  { path: '', pathMatch: 'full', redirectTo: 'start' },
  { path: 'start', title: 'First steps', loadComponent: async () => (await import('./start/start-page.ts')).StartPage },
  { path: 'login', title: 'Log in', loadComponent: async () => (await import('./account/login-page.ts')).LoginPage },
  {
    path: 'register',
    title: 'Apply for an account',
    loadComponent: async () => (await import('./account/register-page.ts')).RegisterPage,
  },
  {
    path: 'confirm',
    title: 'Confirm your address',
    loadComponent: async () => (await import('./account/confirm-page.ts')).ConfirmPage,
  },
  {
    path: 'devices',
    title: 'Devices and password',
    canActivate: [known],
    loadComponent: async () => (await import('./account/devices/devices-page.ts')).DevicesPage,
  },
  {
    path: 'reset',
    title: 'New password',
    loadComponent: async () => (await import('./account/reset-page.ts')).ResetPage,
  },
  {
    path: 'passkeys',
    title: 'Passkeys',
    canActivate: [known],
    loadComponent: async () => (await import('./account/passkeys-page.ts')).PasskeysPage,
  },
  { path: 'sci', canActivate: [known], loadChildren: async () => (await import('./science/science.routes.ts')).routes },
  { path: 'own', canActivate: [known], loadChildren: async () => (await import('./owner/owner.routes.ts')).routes },
  { path: 'adm', canActivate: [known], loadChildren: async () => (await import('./admin/admin.routes.ts')).routes },
  {
    path: '**',
    title: 'Not found',
    loadComponent: async () => (await import('./start/not-found-page.ts')).NotFoundPage,
  },
];
