/** One mail, as text. */
export interface Mail {
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  /** Plain text; lines end in \n. */
  readonly text: string;
  readonly date: Date;
}

/** How mail leaves the quarantine. `deliver` resolves when the mail is safe with the next station. */
export abstract class Mailer {
  abstract deliver(mail: Mail): Promise<void>;
}
