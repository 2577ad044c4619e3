import type { Role } from '@dq0/protocol';

/** Each role as people call it, and what it may do. */
export const ROLE_TEXTS: Readonly<Record<Role, readonly [name: string, does: string]>> = {
  'data-scientist': ['Data scientist', 'asks questions, sees published metadata'],
  'data-owner': ['Data owner', 'publishes data sets and keeps their budgets'],
  auditor: ['Auditor', 'reads everything recorded, changes nothing'],
  administrator: ['Administrator', 'runs the platform, sees no data'],
};
