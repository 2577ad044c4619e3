import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', pathMatch: 'full', redirectTo: 'queries' },
  {
    path: 'datasets',
    title: 'Data sets',
    loadComponent: async () => (await import('./datasets/datasets-page.ts')).DatasetsPage,
  },
  {
    path: 'datasets/:name',
    title: ({ params }) => String(params['name']),
    loadComponent: async () => (await import('./datasets/dataset-page.ts')).DatasetPage,
  },
  {
    path: 'projects',
    title: 'Projects',
    loadComponent: async () => (await import('./projects/projects-page.ts')).ProjectsPage,
  },
  {
    path: 'projects/:project',
    title: ({ params }) => String(params['project']),
    loadComponent: async () => (await import('./projects/project-page.ts')).ProjectPage,
  },
  {
    path: 'queries',
    title: 'Queries',
    loadComponent: async () => (await import('./queries/queries-page.ts')).QueriesPage,
  },
  {
    path: 'queries/:tab',
    title: 'Queries',
    loadComponent: async () => (await import('./queries/queries-page.ts')).QueriesPage,
  },
];
