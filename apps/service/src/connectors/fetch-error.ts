/** The fetch could not be done; `message` is for the owner and names no value. */
export class FetchError extends Error {
  override readonly name = 'FetchError';
}
