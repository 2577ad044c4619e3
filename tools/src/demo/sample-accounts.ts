import { randomBytes } from 'node:crypto';
import { copyFileSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { CommandLine } from './command-line.ts';
import type { DemoConfig } from './config/demo-config.ts';
import type { StateFolder } from './state-folder.ts';

interface Invitation {
  readonly connection: string;
  readonly enrolmentCode: string;
}

const ACCOUNTS = {
  admin: 'admin@example.org',
  owner: 'owner@example.org',
  scientist: 'scientist@example.org',
} as const;
type Account = keyof typeof ACCOUNTS;

/** Makes administrator, owner and scientist by the messages that people would send, and publishes the sample. */
export class SampleAccounts {
  readonly #config: DemoConfig;
  readonly #state: StateFolder;
  readonly #dq0: CommandLine;

  constructor(config: DemoConfig, state: StateFolder, dq0: CommandLine) {
    this.#config = config;
    this.#state = state;
    this.#dq0 = dq0;
  }

  async setUp(): Promise<void> {
    const invitation = JSON.parse(this.#state.read('invitation.json') ?? '{}') as Invitation;
    const code = this.#state.write('demo/enrolment-code', invitation.enrolmentCode);
    await Promise.all([
      this.#register('admin', invitation, ['--enrolment-code-file', code]).then(() => this.#login('admin')),
      this.#register('owner', invitation),
      this.#register('scientist', invitation),
    ]);
    await this.#approve('owner', 'data-owner');
    await Promise.all([
      this.#login('owner').then(() => this.#publish()),
      this.#approve('scientist', 'data-scientist').then(() => this.#login('scientist')),
    ]);
  }

  async #register(account: Account, invitation: Invitation, words: string[] = []): Promise<void> {
    const email = ACCOUNTS[account];
    this.#state.write(`demo/${account}.password`, randomBytes(18).toString('base64url'));
    await this.#dq0.json(account, ['proxy', 'add', invitation.connection]);
    await this.#dq0.json(account, ['user', 'register', email, '--password-stdin', ...words], this.#password(account));
    await this.#dq0.json(account, ['user', 'confirm', await this.#mailedCode(email)]);
  }

  #password(account: Account): string {
    return this.#state.read(`demo/${account}.password`) ?? '';
  }

  async #login(account: Account): Promise<void> {
    await this.#dq0.json(account, ['user', 'login', ACCOUNTS[account], '--password-stdin'], this.#password(account));
  }

  /** The administrator compares the fingerprint that the applicant reads out with the one that registered. */
  async #approve(account: Account, role: string): Promise<void> {
    const { fingerprint } = await this.#dq0.json<{ fingerprint: string }>(account, ['fingerprint']);
    const words = ['user', 'approve', ACCOUNTS[account], '--role', role, '--fingerprint', fingerprint, '--yes'];
    await this.#dq0.json('admin', words);
  }

  async #publish(): Promise<void> {
    const sample = path.join(this.#config.checkout, 'data', 'adult');
    copyFileSync(path.join(sample, 'adult.data'), path.join(this.#state.folder('data'), 'adult.data'));
    await this.#dq0.json('owner', ['data', 'add', path.join(sample, 'census.yaml'), '--grant', 'data-scientist']);
  }

  /** Waits for the mail, as its reader would, and takes the code from it. */
  async #mailedCode(email: string): Promise<string> {
    const deadline = Date.now() + 20_000;
    while (Date.now() < deadline) {
      const code = this.#newestCode(email);
      if (code) return code;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`no mail with a code for ${email} arrived in ${this.#state.at('mail')}`);
  }

  #newestCode(email: string): string | undefined {
    const folder = this.#state.folder('mail');
    for (const file of readdirSync(folder)
      .filter((name) => name.endsWith('.eml'))
      .sort()
      .reverse()) {
      const mail = readFileSync(path.join(folder, file), 'utf8');
      if (!mail.toLowerCase().includes(`to: ${email}`)) continue;
      const code = /^\s*Code:\s*(\S+)\s*$/im.exec(mail)?.[1];
      if (code) return code;
    }
    return undefined;
  }
}
