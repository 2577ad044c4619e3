import { createServer } from 'node:net';

/** @returns `preferred` when nothing listens there on loopback, else the next free port above it. */
export async function freePort(preferred: number): Promise<number> {
  for (let port = preferred; port < Math.min(preferred + 200, 65_536); port += 1) {
    if (await isFree(port)) return port;
  }
  throw new Error(`No free port from ${preferred} on. Stop what listens there, or choose another with DQ0_PROXY_PORT.`);
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
