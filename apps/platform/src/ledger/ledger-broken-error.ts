/** The ledger contradicts itself or its journal: nothing may be admitted on it. */
export class LedgerBrokenError extends Error {
  override readonly name = 'LedgerBrokenError';
  readonly code = 'LEDGER_BROKEN';
}
