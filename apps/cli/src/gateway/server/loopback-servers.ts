import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { UsageError } from '../../errors/usage-error.ts';

const FIRST = '127.0.0.1';
const SECOND = '::1';
/** Ports that are tried from the wished one on. */
const TRIES = 200;
/** What the system says where this machine has no IPv6 loopback. */
const NO_SUCH_ADDRESS: ReadonlySet<string | undefined> = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT']);
const TAKEN: ReadonlySet<string | undefined> = new Set(['EADDRINUSE', 'EACCES']);

export interface WantedPort {
  readonly port: number;
  /** Whether the next free one will do. */
  readonly orNext: boolean;
  /** Tried before all others. */
  readonly first?: number | undefined;
  /** Left to others. */
  readonly others?: readonly number[];
}

/**
 * HTTP on one port of both loopback addresses: `localhost` is this gateway whichever of them a browser takes, and no
 * other program can be it on the other one.
 */
export class LoopbackServers {
  readonly #make: () => Server;
  #servers: Server[] = [];
  #port = 0;

  constructor(options: ServerOptions, listener: RequestListener, prepare: (server: Server) => void) {
    this.#make = () => {
      const server = createServer(options, listener);
      prepare(server);
      return server;
    };
  }

  get port(): number {
    return this.#port;
  }

  get addresses(): readonly string[] {
    return [FIRST, SECOND].slice(0, this.#servers.length);
  }

  /** @throws UsageError where no port is free */
  async listen({ port, orNext, first, others = [] }: WantedPort): Promise<void> {
    if (orNext && first !== undefined && (await this.#tryPort(first))) return;
    const last = orNext ? Math.min(port + TRIES, 65_535) : port;
    for (let wanted = port; wanted <= last; wanted += 1) {
      if (!others.includes(wanted) && (await this.#tryPort(wanted))) return;
    }
    throw new UsageError(
      orNext ? `No port from ${port} to ${last} is free.` : `Port ${port} is not free on both loopback addresses.`,
      'Choose another: --port NUMBER',
    );
  }

  /** Ends when every connection is closed: those at rest at once, the others after `graceMs` at the latest. */
  async close(graceMs: number): Promise<void> {
    const closed = this.#servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    for (const server of this.#servers) server.closeIdleConnections();
    const late = setTimeout(() => this.#servers.forEach((server) => server.closeAllConnections()), graceMs);
    await Promise.all(closed);
    clearTimeout(late);
  }

  async #tryPort(port: number): Promise<boolean> {
    const first = this.#make();
    const taken = await listening(first, FIRST, port);
    if (TAKEN.has(taken)) return false;
    if (taken !== undefined) throw new Error(`the loopback address cannot be used: ${taken}`);
    const { port: bound } = first.address() as { port: number };
    const second = this.#make();
    const missing = await listening(second, SECOND, bound);
    if (missing !== undefined && !NO_SUCH_ADDRESS.has(missing)) {
      await new Promise((resolve) => first.close(resolve));
      return false;
    }
    this.#servers = missing === undefined ? [first, second] : [first];
    this.#port = bound;
    return true;
  }
}

/** @returns the system's code when it cannot listen there */
function listening(server: Server, host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const failed = ({ code }: NodeJS.ErrnoException): void => resolve(code ?? 'unknown');
    server.once('error', failed);
    server.listen({ host, port, ipv6Only: true, exclusive: true }, () => {
      server.off('error', failed);
      resolve(undefined);
    });
  });
}
