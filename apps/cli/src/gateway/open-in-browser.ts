import { spawn } from 'node:child_process';

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};
/** An opener that is still there after this long has a browser to show. */
const PATIENCE_MS = 1_500;

/** Opens an address with what the system opens addresses with. @returns whether that went well */
export function openInBrowser(url: string): Promise<boolean> {
  const [program, ...words] = OPENERS[process.platform] ?? ['xdg-open'];
  return new Promise((resolve) => {
    const opener = spawn(program, [...words, url], { stdio: 'ignore', detached: true });
    opener.once('error', () => resolve(false));
    opener.once('exit', (code) => resolve(code === 0));
    setTimeout(() => resolve(true), PATIENCE_MS).unref();
    opener.unref();
  });
}
