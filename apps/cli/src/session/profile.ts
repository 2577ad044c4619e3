import type { PlatformPin } from '@dq0/client';
import type { Role } from '@dq0/protocol';
import { UsageError } from '../errors/usage-error.ts';
import { PrivateFiles } from './private-files.ts';

export interface LoginState {
  readonly email: string;
  readonly token: string;
  /** ISO 8601. */
  readonly expires: string;
  readonly roles: readonly Role[];
  /** Name of the mailbox at the proxy. */
  readonly mailbox: string;
}

export interface LastAnswer {
  readonly sql: string;
  readonly answer: unknown;
  /** Id of the request whose reply was the answer, as the proxy knows it. */
  readonly message: string;
}

/** A folder with this user's keys, the pinned platform and the login. Each side is a file of its own. */
export class Profile {
  readonly name: string;
  readonly files: PrivateFiles;

  constructor(name: string, folder: string) {
    this.name = name;
    this.files = new PrivateFiles(folder);
  }

  get pin(): PlatformPin | undefined {
    return this.#json<PlatformPin>('platform.json');
  }

  /** @throws UsageError when no platform was added yet */
  requirePin(): PlatformPin {
    const { pin } = this;
    if (pin) return pin;
    throw new UsageError(
      `Profile "${this.name}" knows no platform yet.`,
      'Add the invitation of your platform: dq0 proxy add CONNECTION',
    );
  }

  savePin(pin: PlatformPin): void {
    this.#save('platform.json', pin);
  }

  removePin(): void {
    this.files.remove('platform.json');
  }

  get login(): LoginState | undefined {
    return this.#json<LoginState>('login.json');
  }

  saveLogin(login: LoginState): void {
    this.#save('login.json', login);
  }

  removeLogin(): void {
    this.files.remove('login.json');
  }

  /** The address that was last registered or logged in with. */
  get email(): string | undefined {
    return this.#json<{ email: string }>('account.json')?.email;
  }

  /** Whether this device was paired as a machine. */
  get machine(): boolean {
    return this.#json<{ machine?: boolean }>('account.json')?.machine === true;
  }

  saveEmail(email: string, { machine = false } = {}): void {
    this.#save('account.json', machine ? { email, machine } : { email });
  }

  /** The port at which Studi0 is opened for this profile. */
  get studioPort(): number | undefined {
    const port = this.#json<{ port: unknown }>('studio.json')?.port;
    return typeof port === 'number' && port > 0 && port < 65_536 ? port : undefined;
  }

  saveStudioPort(port: number): void {
    this.#save('studio.json', { port });
  }

  get lastAnswer(): LastAnswer | undefined {
    return this.#json<LastAnswer>('last-answer.json');
  }

  saveLastAnswer(answer: LastAnswer): void {
    this.#save('last-answer.json', answer);
  }

  #save(name: string, value: unknown): void {
    this.files.write(name, `${JSON.stringify(value)}\n`);
  }

  #json<T>(name: string): T | undefined {
    const text = this.files.read(name);
    if (text === undefined) return undefined;
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new UsageError(
        `The file ${name} of profile "${this.name}" is damaged.`,
        `Remove it and repeat what made it (dq0 doctor --profile ${this.name} says more).`,
      );
    }
  }
}
