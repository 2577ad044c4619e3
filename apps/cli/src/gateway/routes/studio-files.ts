import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Names with a digest of their content in them, as the build writes them: they never change. */
const DIGEST_IN_NAME = /[-.][A-Za-z0-9_]{8,}\.(js|css|woff2?|svg|png)$/;

const NOT_BUILT = `Studi0 is not built in this checkout. The REST interface works: /openapi.json
Build Studi0 with: npx nx build studio
Then load this page again.
`;

/** Serves the files of the built Studi0. */
export function addStudioFiles(app: FastifyInstance, folder: string): void {
  app.register(fastifyStatic, {
    root: folder,
    serve: false,
    cacheControl: false,
    preCompressed: true,
    setHeaders: (reply, file) => {
      const lasting = DIGEST_IN_NAME.test(path.basename(file, '.br'));
      void reply.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
}

/** A file of Studi0; its page for every address that names no file, because the page itself knows where to go. */
export function sendStudio(request: FastifyRequest, reply: FastifyReply, folder: string): FastifyReply {
  if (!existsSync(path.join(folder, 'index.html'))) {
    return reply.type('text/plain; charset=utf-8').header('cache-control', 'no-store').send(NOT_BUILT);
  }
  const name = fileOf(request.url);
  const isFile = name !== undefined && existsSync(path.join(folder, name));
  return reply.sendFile(isFile ? name : 'index.html');
}

/** The name of a file as the build writes them; anything else is an address inside the page. */
function fileOf(url: string): string | undefined {
  const [address = ''] = url.split('?');
  const name = /^\/((?:[A-Za-z0-9_-][A-Za-z0-9_.-]*\/)*[A-Za-z0-9_-][A-Za-z0-9_.-]*\.[A-Za-z0-9]+)$/.exec(address)?.[1];
  return name === 'index.html' ? undefined : name;
}
