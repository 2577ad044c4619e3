import type { Routes } from '@angular/router';

export const routes: Routes = [
  { path: '', pathMatch: 'full', redirectTo: 'datasets' },
  {
    path: 'datasets',
    title: 'Data sets',
    loadComponent: async () => (await import('./datasets/datasets-page.ts')).DatasetsPage,
  },
  {
    path: 'datasets/:name',
    title: ({ params }) => String(params['name']),
    loadComponent: async () => (await import('./datasets/published-page.ts')).PublishedPage,
  },
  {
    path: 'datasets/:name/edit/:step',
    title: 'Publish a data set',
    loadComponent: async () => (await import('./publish/publish-page.ts')).PublishPage,
  },
  {
    path: 'people',
    title: 'People',
    loadComponent: async () => (await import('./people/people-page.ts')).OwnerPeoplePage,
  },
  {
    path: 'requests',
    title: 'Requests',
    loadComponent: async () => (await import('./requests/requests-page.ts')).RequestsPage,
  },
  {
    path: 'budgets',
    title: 'Budgets',
    loadComponent: async () => (await import('./budgets/budgets-page.ts')).BudgetsPage,
  },
  {
    path: 'budgets/:account',
    title: ({ params }) => `Budget of ${String(params['account'])}`,
    loadComponent: async () => (await import('./budgets/budget-page.ts')).BudgetPage,
  },
  {
    path: 'policies',
    title: 'Policies',
    loadComponent: async () => (await import('./policies/policies-page.ts')).PoliciesPage,
  },
  { path: 'policies/:dataset/:name', redirectTo: 'policies/:dataset/:name/form' },
  {
    path: 'policies/:dataset/:name/:view',
    title: ({ params }) => `Policies of ${String(params['dataset'])}`,
    loadComponent: async () => (await import('./policies/policy-page.ts')).PolicyPage,
  },
  {
    path: 'audit/about/:about',
    title: ({ params }) => `${String(params['about'])} in the record`,
    loadComponent: async () => (await import('./audit/followed-page.ts')).FollowedPage,
  },
  { path: 'audit', title: 'Audit', loadComponent: async () => (await import('./audit/audit-page.ts')).AuditPage },
];
