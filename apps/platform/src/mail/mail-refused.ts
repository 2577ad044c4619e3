/** The next station took the connection and refused this one mail: for good, or for now. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused';
  /** What the station answered, as 550. */
  readonly status: number;

  constructor(status: number, cause: unknown) {
    super(`the mail server answered ${status}`, { cause });
    this.status = status;
  }

  /** Sending it again would be refused again (RFC 5321, 4.2.1). */
  get final(): boolean {
    return this.status >= 500;
  }
}
