import path from 'node:path';
import { fileURLToPath } from 'node:url';

const checkout = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');

/** Where programs and packages are found, and limits of the proxy; nothing else reaches a process of the product. */
const PASSED_ON =
  /^(PATH|HOME|LANG|TMPDIR|XDG_CACHE_HOME|(PIP|UV|SSL)_.+|.+_CA_(BUNDLE|CERTS)|HTTPS?_PROXY|NO_PROXY|DQ0_PROXY_QUOTA_.+)$/i;

const given = (value: string | undefined): string | undefined => (value === '' ? undefined : value);

export interface DemoConfig {
  /** The checkout: where the built processes lie. */
  readonly checkout: string;
  readonly home: string;
  /** Python environments and downloads, kept over states. */
  readonly cache: string;
  readonly redisUrl: string | undefined;
  readonly installSeconds: number;
  readonly preferredPort: number;
  /** What every process may see of this environment. */
  readonly inherited: Readonly<Record<string, string>>;
}

/** Read once at start; the one place here that looks at the environment. */
export function demoConfig(env: NodeJS.ProcessEnv = process.env): DemoConfig {
  const inherited = Object.fromEntries(
    Object.entries(env).filter((pair): pair is [string, string] => PASSED_ON.test(pair[0]) && pair[1] !== undefined),
  );
  const home = path.resolve(given(env['DQ0_HOME']) ?? path.join(checkout, '.dq0'));
  return {
    checkout,
    home,
    cache: path.resolve(given(env['DQ0_CACHE']) ?? path.join(home, 'cache')),
    redisUrl: given(env['DQ0_REDIS_URL']),
    installSeconds: Number(env['DQ0_INSTALL_SECONDS'] ?? 0) || 0,
    preferredPort: Number(env['DQ0_PROXY_PORT'] ?? 8000) || 8000,
    inherited,
  };
}
