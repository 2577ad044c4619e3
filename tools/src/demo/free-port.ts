import { createServer, type Server } from 'node:net';

/** A port that is held until whoever is meant to have it is about to listen there. */
export interface ReservedPort {
  readonly port: number;
  readonly release: () => Promise<void>;
}

/** Holds `preferred` when nothing listens there on loopback, else the next free port above it. */
export async function reservePort(preferred: number): Promise<ReservedPort> {
  for (let port = preferred; port < Math.min(preferred + 200, 65_536); port += 1) {
    const server = await listenAt(port);
    if (server) return { port, release: () => new Promise((resolve) => server.close(() => resolve())) };
  }
  throw new Error(`No free port from ${preferred} on. Stop what listens there, or choose another with DQ0_PROXY_PORT.`);
}

/** @returns a port as `reservePort` finds it, no longer held */
export async function freePort(preferred: number): Promise<number> {
  const { port, release } = await reservePort(preferred);
  await release();
  return port;
}

function listenAt(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
