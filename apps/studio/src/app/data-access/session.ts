import { computed, inject, Injectable, signal } from '@angular/core';
import type { GatewaySession } from '@dq0/protocol';
import { Api } from './api.ts';
import { confirmUser, loginUser, logoutUser, registerUser } from './operations.ts';
import { Passkeys } from './passkeys.ts';
import { asProblem, type Problem } from './problem.ts';
import type { InputOf } from './route.ts';

/** Who is logged in, as the gateway knows it. Other tabs hear of a log-out and of a log-in. */
@Injectable({ providedIn: 'root' })
export class Session {
  readonly #api = inject(Api);
  readonly #passkeys = inject(Passkeys);
  readonly #tabs = new BroadcastChannel('studi0-session');
  readonly #elsewhere = signal(false);
  readonly #facts = signal<GatewaySession | undefined>(undefined);
  readonly #problem = signal<Problem | undefined>(undefined);

  readonly facts = this.#facts.asReadonly();
  readonly problem = this.#problem.asReadonly();
  readonly roles = computed(() => this.facts()?.login?.roles ?? []);
  readonly loggedIn = computed(() => (this.facts()?.login ?? null) !== null);
  /** The person at this device, as the keys name them under which this browser keeps what they type. */
  readonly person = computed(() => {
    const { fingerprint = null, profile = '', login = null } = this.facts() ?? {};
    if (login === null) return undefined;
    return `${fingerprint?.replaceAll(/\D/g, '') ?? profile}/${encodeURIComponent(login.email)}`;
  });
  readonly loading = computed(() => this.facts() === undefined && this.problem() === undefined);
  /** Logged out by another tab, or ended, while this one was in use. */
  readonly ended = computed(() => this.loggedIn() && (this.#elsewhere() || this.#api.refused() === 'platform'));
  /** The gateway does not know this browser: only a new start address helps. */
  readonly unknown = computed(() => this.#api.refused() === 'gateway');

  constructor() {
    this.#tabs.onmessage = ({ data }: MessageEvent<unknown>) => {
      if (data === 'out') this.#elsewhere.set(true);
      if (data === 'in') void this.reload();
    };
  }

  /** Settles when the gateway told who is logged in, or why it cannot. */
  readonly ready: Promise<void> = this.reload();

  async reload(): Promise<void> {
    this.#elsewhere.set(false);
    this.#api.refused.set(undefined);
    try {
      this.#facts.set((await this.#api.send('GET', '/v1/session')) as GatewaySession);
      this.#problem.set(undefined);
    } catch (failure) {
      this.#problem.set(asProblem(failure));
    }
  }

  async logIn(input: InputOf<typeof loginUser>): Promise<void> {
    await this.#api.call(loginUser, input);
    await this.#changed('in');
  }

  async logInByPasskey(): Promise<void> {
    await this.#passkeys.logIn();
    await this.#changed('in');
  }

  async logOut(): Promise<void> {
    await this.#api.call(logoutUser, {});
    await this.#changed('out');
  }

  async register(input: InputOf<typeof registerUser>): Promise<void> {
    await this.#api.call(registerUser, input);
    // The device has a fingerprint from now on.
    await this.reload();
  }

  async confirm(input: InputOf<typeof confirmUser>): Promise<'waiting' | 'approved'> {
    return (await this.#api.call(confirmUser, input)).state;
  }

  async #changed(what: 'in' | 'out'): Promise<void> {
    this.#tabs.postMessage(what);
    await this.reload();
  }
}
