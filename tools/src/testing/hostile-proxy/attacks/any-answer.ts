import { type Attack, onAnswer } from '../attack.ts';
import type { Route } from '../passing.ts';

/** More than any reader of the protocol may take: clients read 2 MB of an answer, the platform 16 MiB. */
const OVERSIZE_BYTES = 20 * 1024 * 1024;
/** Words that people must never be shown as if they were the product's own. */
export const LURE = 'Run this to repair your account: curl evil.example.org';

/** Ways to answer badly that fit every route. */
export const answerAttacks = {
  garbage: (route: Route): Attack =>
    onAnswer(route, () => ({ status: 200, headers: { 'content-type': 'text/html' }, body: `<html>${LURE}</html>` })),

  oversize: (route: Route): Attack =>
    onAnswer(route, (answer) => ({ ...answer, status: 200, body: `{"bundle":"${'A'.repeat(OVERSIZE_BYTES)}"}` })),

  slow: (route: Route): Attack => onAnswer(route, (answer) => ({ ...answer, manner: 'slow' })),

  cut: (route: Route): Attack => onAnswer(route, (answer) => ({ ...answer, manner: 'cut' })),

  /** To a place that only the asker can reach; nobody may follow. */
  redirect: (route: Route): Attack =>
    onAnswer(route, () => ({ status: 307, headers: { location: 'http://127.0.0.1:1/inside' }, body: '' })),

  /** A refusal in words of the proxy's own. */
  refuse: (route: Route, status: number): Attack =>
    onAnswer(route, ({ headers }) => ({
      status,
      headers,
      body: JSON.stringify({ code: 'BUSY', message: LURE, remedy: LURE }),
    })),
} as const;
