import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import type { HostileProxy } from './hostile-proxy.ts';
import { isSwitchName, SWITCH_NAMES } from './switches.ts';
import { textOf } from './upstream.ts';

/** `PUT /switch`: which one is on; null for none. */
export const Switched = z.strictObject({
  name: z.string().refine(isSwitchName, { message: 'no such switch' }).nullable(),
  options: z.strictObject({ victim: z.string(), bundle: z.string(), code: z.string() }).partial().default({}),
});

/** Starts the port on which a hostile proxy is told what to do. `GET /acted` counts what each switch did. */
export async function startControl(proxy: HostileProxy): Promise<{ server: Server; origin: string }> {
  const server = createServer((request, response) => void control(proxy, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return { server, origin: `http://127.0.0.1:${port}` };
}

async function control(proxy: HostileProxy, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    if (request.method === 'PUT' && request.url === '/switch') {
      const { name, options } = Switched.parse(JSON.parse(await textOf(request)));
      proxy.use(name, options);
    } else if (request.url !== '/acted') {
      response.writeHead(404).end();
      return;
    }
    const acted = Object.fromEntries(SWITCH_NAMES.map((name) => [name, proxy.acted(name)]));
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(acted));
  } catch (error) {
    response.writeHead(400).end(error instanceof Error ? error.message : '');
  }
}
