import { NONCE_HEADER } from '@dq0/protocol';
import { describe, expect, it } from 'vitest';
import type { HttpAnswer, HttpRequest, HttpTransport } from './http-transport.ts';
import { ProxyLink } from './proxy-link.ts';

const ORIGIN = 'https://proxy.example';

/** A proxy that gives a nonce with every answer, takes each once, and answers whatever waits at one moment. */
class ProxyAtOneMoment {
  readonly #open = new Set<string>();
  readonly #waiting: (() => void)[] = [];
  readonly asked: string[] = [];
  #issued = 0;

  readonly transport: HttpTransport = (request) =>
    new Promise((resolve) => {
      this.asked.push(`${request.method} ${new URL(request.url).pathname}`);
      this.#waiting.push(() => resolve(this.#answer(request)));
      if (this.#waiting.length === 1) setImmediate(() => this.#waiting.splice(0).forEach((answer) => answer()));
    });

  /** What was given is taken no more. */
  forget(): void {
    this.#open.clear();
  }

  #answer({ method, headers }: HttpRequest): HttpAnswer {
    const nonce = headers['authorization']?.slice('DQ0 '.length);
    const refused = nonce !== undefined && !this.#open.delete(nonce);
    const issued = `nonce-${(this.#issued += 1)}`;
    this.#open.add(issued);
    return {
      status: method === 'POST' ? 202 : refused ? 401 : 200,
      text: nonce === undefined ? '{}' : JSON.stringify({ id: 'one', envelope: 'sealed' }),
      header: (name) => (name === NONCE_HEADER ? issued : undefined),
    };
  }
}

const reply = (link: ProxyLink) => link.reply('one', 1000, 5000, (_origin, nonce) => Promise.resolve(nonce));

describe('the link to a proxy', () => {
  it.each([1, 2, 3, 6, 20])('takes a nonce for each of %i replies that are asked for at once', async (count) => {
    const link = new ProxyLink(ORIGIN, new ProxyAtOneMoment().transport);
    const replies = await Promise.all(Array.from({ length: count }, () => reply(link)));
    expect(replies).toEqual(Array.from({ length: count }, () => 'sealed'));
  });

  it('asks for no nonce where earlier answers brought enough of them', async () => {
    const proxy = new ProxyAtOneMoment();
    const link = new ProxyLink(ORIGIN, proxy.transport);
    await Promise.all([1, 2, 3, 4].map(() => link.post('{}', 5000)));
    await Promise.all([1, 2, 3, 4].map(() => reply(link)));
    expect(proxy.asked.filter((asked) => asked === 'GET /v1/platform')).toEqual([]);
  });

  it('asks again with the nonce of the refusal where its own have grown old', async () => {
    const proxy = new ProxyAtOneMoment();
    const link = new ProxyLink(ORIGIN, proxy.transport);
    await Promise.all([1, 2, 3, 4].map(() => link.post('{}', 5000)));
    proxy.forget();
    expect(await Promise.all([1, 2, 3, 4].map(() => reply(link)))).toEqual(Array.from({ length: 4 }, () => 'sealed'));
  });
});
