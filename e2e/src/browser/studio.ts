import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type Browser, type BrowserContextOptions, chromium as engine, type Page } from 'playwright-core';
import { checkout, type Quarantine } from '../quarantine.ts';
import { chromium } from './chromium.ts';
import { tellOnFailure } from './last-seen.ts';

/** A page, and everything in it that a person would call broken. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors of the console, failures of scripts, and what the security policy blocked. */
  readonly complaints: string[];
}

const STUDIO = path.join(checkout, 'apps', 'studio');
const newest = (folder: string): number =>
  Math.max(
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(path.join(entry.parentPath, entry.name)).mtimeMs),
  );

/** Builds Studi0 as it is shipped, where its sources are newer than the build; fails above its budget. */
export function buildStudio(): void {
  const built = statSync(path.join(STUDIO, 'dist', 'browser', 'index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (['src', 'public', 'build'].every((folder) => newest(path.join(STUDIO, folder)) < built)) return;
  execFileSync(process.execPath, [path.join(STUDIO, 'build', 'build.mjs')], { stdio: 'pipe' });
}

/** Studi0 of one profile in a real browser, served by the product's own command. */
export class StudioInBrowser {
  readonly base: string;
  readonly #gateway: ChildProcess;
  readonly #browser: Browser;
  readonly #state: BrowserContextOptions['storageState'];

  private constructor(
    base: string,
    gateway: ChildProcess,
    browser: Browser,
    state: BrowserContextOptions['storageState'],
  ) {
    this.base = base;
    this.#gateway = gateway;
    this.#browser = browser;
    this.#state = state;
  }

  /** @param more further words for the command */
  static async open(quarantine: Quarantine, profile: string, more: readonly string[] = []): Promise<StudioInBrowser> {
    const words = ['studio', '--no-open', '--json', '--idle', '0', '--profile', profile, '--no-input', ...more];
    const env = { ...process.env, DQ0_HOME: quarantine.home, NO_COLOR: '1' };
    const gateway = spawn(path.join(checkout, 'dq0'), words, { cwd: checkout, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const url = await startAddress(gateway);
    const browser = await engine.launch({ executablePath: chromium ?? '', args: ['--no-sandbox'] });
    const context = await browser.newContext();
    // The page that it leads to is of no use here, and takes a second of each test file and profile.
    const opened = await context.request.get(url, { maxRedirects: 0 });
    if (opened.status() !== 303) throw new Error(`the start address answered ${opened.status()}`);
    const state = await context.storageState();
    await context.close();
    return new StudioInBrowser(new URL(url).origin, gateway, browser, state);
  }

  /** A fresh window with the cookie of the session; nothing that an earlier one wrote down. */
  async window(options: BrowserContextOptions = {}): Promise<WatchedPage> {
    const cookies = typeof this.#state === 'object' ? this.#state.cookies : [];
    const context = await this.#browser.newContext({
      viewport: { width: 1280, height: 900 },
      reducedMotion: 'reduce',
      ...options,
      storageState: { cookies, origins: [] },
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.text().includes('Content Security Policy'))
        complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    const window = { page, complaints };
    tellOnFailure(window);
    return window;
  }

  /** Ends the gateway, and the browser with it unless a page is to see how that is. */
  async close({ browserToo = true } = {}): Promise<void> {
    if (browserToo) await this.#browser.close();
    this.#gateway.kill('SIGTERM');
    await new Promise((resolve) => this.#gateway.once('exit', resolve));
  }
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: unknown }[];
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds on a page, best practices included, and how far it is too wide. Studi0 has no frames to look into. */
export async function findings(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: (options: object) => Promise<{ violations: Violation[] }> } };
    const found = await axe.run({ resultTypes: ['violations'], preload: false });
    return found.violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ target }) => ({ target })) }));
  });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  const places = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => String(target)).join(', ')}`);
  return wide > 0 ? [...places, `the page is ${wide} pixels too wide`] : places;
}

/** The text of the editor of a question, replaced as a person would. */
export async function write(page: Page, sql: string, dataset = 'census'): Promise<void> {
  // Other tests publish data sets, which may come first.
  await page.getByRole('combobox', { name: 'Data set' }).selectOption(dataset);
  const editor = page.getByRole('textbox', { name: 'SQL editor' });
  await editor.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText(sql);
}

function startAddress(gateway: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let told = '';
    gateway.stdout?.on('data', (chunk: Buffer) => {
      told += chunk.toString('utf8');
      if (told.includes('\n')) resolve((JSON.parse(told.split('\n')[0] ?? '') as { url: string }).url);
    });
    gateway.stderr?.resume();
    gateway.once('exit', (code) => reject(new Error(`dq0 studio ended with ${code}: ${told}`)));
  });
}
