/** The command was not given as it should be: exit 2. Needs none of the product's own code to be thrown or shown. */
export class UsageError extends Error {
  readonly code = 'INPUT_INVALID';
  readonly exit = 2;
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.name = 'UsageError';
    this.remedy = remedy;
  }
}
