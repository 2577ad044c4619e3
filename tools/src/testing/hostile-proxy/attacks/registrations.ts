import { type Attack, onAnswer } from '../attack.ts';
import type { Passing } from '../passing.ts';

const GUESSES = ['AAAA-AAAA', '0000-0000', 'AAAA-AAAB', 'CONFIRM'];

/** Against people who join. */
export const registrationAttacks = {
  /** Confirms every registration at the proxy's page, with guesses and with the very code where it was told one. */
  'forge-confirmation': onAnswer('post', async (answer, _passing, { options, send }) => {
    const codes = [...GUESSES, ...(options.code === undefined ? [] : [options.code])];
    await Promise.all(codes.flatMap((code) => [send(confirming('GET', code)), send(confirming('POST', code))]));
    return answer;
  }),
} as const satisfies Record<string, Attack>;

const confirming = (method: string, code: string): Passing => ({
  route: 'confirm',
  method,
  path: `/v1/registrations/confirm/${encodeURIComponent(code)}`,
  headers: {},
  body: '',
});
