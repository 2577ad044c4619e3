/** One row of the dependency table: who may not import what, and why. Paths are relative to the checkout. */
export interface Zone {
  readonly name: string;
  readonly files: RegExp;
  readonly except?: RegExp;
  readonly forbidden: RegExp;
  readonly allowed?: RegExp;
  readonly why: string;
}

const spec = /\.(spec|e2e)\.ts$|\/testing\//;
const source = /^(apps|libs|tools|e2e)\/.*\.ts$/;

/** The areas of Studi0. */
const AREAS = ['science', 'owner', 'admin'] as const;

export const zones: readonly Zone[] = [
  {
    name: 'proxy',
    files: /^apps\/proxy\//,
    except: spec,
    forbidden: /^@dq0\/(encryption|jobs|permissions|accounting|client)(\/|$)/,
    allowed: /^@dq0\/encryption\/verify$/,
    why: 'the proxy may hold nothing that could open a message',
  },
  {
    name: 'platform-listens-nowhere',
    files: /^apps\/platform\//,
    except: spec,
    forbidden: /^(node:)?(net|http|https|http2|tls|dgram)$|^fastify$|^@nestjs\/(platform-|websockets)|^express$/,
    why: 'the platform opens no listening socket; it dials through @dq0/node/http',
  },
  {
    name: 'studio',
    files: /^apps\/studio\//,
    except: spec,
    forbidden: /^@dq0\/(encryption|client)(\/|$)/,
    why: 'keys live in the command line, never in the browser',
  },
  ...AREAS.map((area) => ({
    name: `studio-${area}`,
    files: new RegExp(`^apps/studio/src/app/${area}/`),
    forbidden: new RegExp(`^\\.\\./(.*/)?(${AREAS.filter((other) => other !== area).join('|')})/`),
    why: 'areas are loaded one by one; what two of them need belongs in ui/ or data-access/',
  })),
  {
    name: 'studio-ui',
    files: /^apps\/studio\/src\/app\/(ui|data-access)\//,
    forbidden: new RegExp(`^\\.\\./(.*/)?(${AREAS.join('|')})/`),
    why: 'what areas share knows none of them',
  },
  {
    name: 'any-platform',
    files: /^libs\/(protocol|encryption|permissions|jobs|accounting|client)\/src\//,
    except: spec,
    forbidden:
      /^node:|^(fs|path|os|crypto|http|https|net|stream|buffer|child_process|worker_threads)$|^@nestjs\/|^@angular\/|^typeorm$|^bullmq$/,
    why: 'this library runs on any platform: no Node built-ins, Nest, Angular, TypeORM or BullMQ',
  },
  {
    name: 'typeorm',
    files: source,
    except: /\.(repository|entity)\.ts$|\/database\/|\.spec\.ts$/,
    forbidden: /^typeorm(\/|$)|^@nestjs\/typeorm$/,
    why: 'TypeORM belongs in repositories, entities and database/',
  },
  {
    name: 'jose',
    files: source,
    except: /^libs\/encryption\//,
    forbidden: /^jose(\/|$)/,
    why: 'only libs/encryption touches JOSE',
  },
  {
    name: 'key-operations',
    files: /^(apps|libs)\/.*\.ts$/,
    except: /^libs\/encryption\/|^apps\/platform\/src\/users\/|\.spec\.ts$/,
    forbidden: /^(node:)?crypto$/,
    why: 'key operations and digests are exports of libs/encryption; passwords belong in the users feature',
  },
  {
    name: 'job-runner',
    files: /^apps\/platform\//,
    except: /\/jobs\/(job-pipeline|job-runner|bullmq-job-runner|jobs\.module)\.ts$|\.spec\.ts$|\/testing\//,
    forbidden: /\/job-runner\.ts$/,
    why: 'only the pipeline hands work to a runner, because the checks stand around it there',
  },
  {
    name: 'ledger',
    files: /^apps\/platform\//,
    except: /\/budget\/|\/database\/|\.spec\.ts$/,
    forbidden: /\/budget\/.*\.(repository|entity)\.ts$/,
    why: 'only budget/ writes ledger rows',
  },
  {
    name: 'tests-only',
    files: source,
    except: /\.(spec|e2e)\.ts$|^tools\/|^e2e\//,
    forbidden: /^@dq0\/tools(\/|$)|\/tools\/src\/testing\//,
    why: 'what ships never depends on test doubles',
  },
  {
    name: 'end-to-end',
    files: /^e2e\//,
    forbidden: /^@dq0\/(encryption|jobs|permissions|accounting|client|node)(\/|$)|\/(apps|libs)\//,
    why: 'end-to-end tests speak to the processes only through what is promised: command line, REST, SDK',
  },
];
