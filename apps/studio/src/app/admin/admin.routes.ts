import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', pathMatch: 'full', redirectTo: 'health' },
  { path: 'health', title: 'Health', loadComponent: async () => (await import('./health/health-page.ts')).HealthPage },
  {
    path: 'executors',
    title: 'Executors',
    loadComponent: async () => (await import('./executors/executors-page.ts')).ExecutorsPage,
  },
  {
    path: 'plugins',
    title: 'Plugins',
    loadComponent: async () => (await import('./plugins/plugins-page.ts')).PluginsPage,
  },
  {
    path: 'people',
    title: 'People',
    loadComponent: async () => (await import('./people/people-page.ts')).AdminPeoplePage,
  },
];
