import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Attack, AttackOptions, World } from './attack.ts';
import { Forger } from './forger.ts';
import { Memory } from './memory.ts';
import { isAnswer, type Answer, type Passing, routeOf } from './passing.ts';
import { sendAnswer } from './send-answer.ts';
import { SWITCHES, type SwitchName } from './switches.ts';
import { plainHeaders, textOf, Upstream } from './upstream.ts';

const HONEST: Attack = {};

export interface HostileProxyOptions {
  /** Loopback origin of the real proxy. */
  readonly upstream: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Is given every text that goes through, as a proxy that records all would keep it. */
  readonly record?: (text: string) => void;
}

/**
 * A proxy in the hands of somebody who means ill: it stands before a real one, on loopback, sees and remembers all that
 * passes, and does what the switch that is on says. It speaks the same contract, with the same origin in every proof.
 */
export class HostileProxy {
  readonly #server: Server;
  readonly #upstream: Upstream;
  readonly #record: (text: string) => void;
  readonly #acted = new Map<SwitchName, number>();
  readonly memory = new Memory();
  readonly forger: Forger;
  #on: { readonly name: SwitchName | null; readonly options: AttackOptions } = { name: null, options: {} };

  private constructor(options: HostileProxyOptions, forger: Forger) {
    this.#upstream = new Upstream(options.upstream);
    this.forger = forger;
    this.#record = options.record ?? (() => undefined);
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on('upgrade', (request, socket, head) => this.#upstream.tunnel(request, socket, head));
  }

  static async start(options: HostileProxyOptions): Promise<HostileProxy> {
    const proxy = new HostileProxy(options, await Forger.withNewKeys());
    await new Promise<void>((resolve, reject) => {
      proxy.#server.once('error', reject);
      proxy.#server.listen(options.port, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get origin(): string {
    const address = this.#server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  /** Turns one switch on and every other off; null makes it honest. */
  use(name: SwitchName | null, options: AttackOptions = {}): void {
    this.#on = { name, options };
  }

  /** How often a switch has really done something since the start. */
  acted(name: SwitchName): number {
    return this.#acted.get(name) ?? 0;
  }

  async stop(): Promise<void> {
    this.use(null);
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
    this.#upstream.close();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    try {
      const { method = 'GET', url = '/' } = request;
      const headers = plainHeaders(request);
      const passing = { route: routeOf(method, url), method, path: url, headers, body: await textOf(request) };
      const answer = await this.#pass(passing, gone.signal);
      const on = this.#on;
      await sendAnswer(response, answer, () => this.#on === on);
    } catch {
      // The asker hung up, or the real proxy went away: the asker sees a broken connection.
      response.destroy();
    }
  }

  async #pass(passing: Passing, gone: AbortSignal): Promise<Answer> {
    this.#record(passing.body);
    const changed = (await this.#attack.request?.(passing, this.#world)) ?? passing;
    if (isAnswer(changed)) {
      this.memory.note(passing, changed);
      return changed;
    }
    const answer = await this.#upstream.send(changed, gone);
    this.#record(answer.body);
    // What is switched on now counts: a long poll began before.
    const attacked = (await this.#attack.answer?.(answer, passing, this.#world)) ?? answer;
    this.memory.note(passing, answer);
    return attacked;
  }

  get #attack(): Attack {
    return this.#on.name === null ? HONEST : SWITCHES[this.#on.name];
  }

  get #world(): World {
    const { name, options } = this.#on;
    return {
      memory: this.memory,
      forger: this.forger,
      options,
      acted: () => {
        if (name !== null) this.#acted.set(name, this.acted(name) + 1);
      },
      send: (passing) => this.#upstream.send(passing),
    };
  }
}
