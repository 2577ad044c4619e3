import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { DemoConfig } from '../demo/config/demo-config.ts';
import type { StateFolder } from '../demo/state-folder.ts';

export interface OwnGateway {
  /** One POST with the token of the sample scientist. @throws Error when it does not answer 200 */
  post(route: string, body: unknown): Promise<void>;
  stop(): Promise<void>;
}

/** `dq0 server start` on the state of a quarantine, for the sample scientist. */
export async function startGateway(config: DemoConfig, state: StateFolder): Promise<OwnGateway> {
  const words = ['server', 'start', '--profile', 'scientist', '--json'];
  const child = spawn(process.execPath, [path.join(config.checkout, 'apps', 'cli', 'bin', 'run.js'), ...words], {
    env: { ...config.inherited, DQ0_HOME: state.home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the gateway ended with ${code}`)));
  });
  const { url, tokenFile } = JSON.parse(line) as { url: string; tokenFile: string };
  const headers = {
    authorization: `Bearer ${readFileSync(tokenFile, 'utf8').trim()}`,
    'content-type': 'application/json',
  };
  return {
    post: async (route, body) => {
      const answer = await fetch(`${url}${route}`, { method: 'POST', headers, body: JSON.stringify(body) });
      const text = await answer.text();
      if (answer.status !== 200) throw new Error(`${route} answered ${answer.status}: ${text}`);
    },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
