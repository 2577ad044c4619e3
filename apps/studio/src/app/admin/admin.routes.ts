import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', pathMatch: 'full', redirectTo: 'health' },
  { path: 'health', title: 'Health', loadComponent: async () => (await import('./health/health-page.ts')).HealthPage },
  {
    path: 'people',
    title: 'People',
    loadComponent: async () => (await import('./people/people-page.ts')).AdminPeoplePage,
  },
];
