import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fingerprintGroups } from '@dq0/encryption';
import { operations, type AnyOperation, type ReplyBody } from '@dq0/protocol';
import { init } from '../src/admin-cli/init.command.ts';
import type { PlatformExtent } from '../src/app.module.ts';
import { PlatformConfig } from '../src/config/platform-config.ts';
import type { PlatformPorts } from '../src/config/platform-ports.ts';
import { UnitOfWork, type Reading } from '../src/database/unit-of-work.ts';
import { FolderDisk, type Disk } from '../src/disk/disk.ts';
import { FileKeyStore } from '../src/keys/key-store.ts';
import { ProcessLog } from '../src/log/platform-log.ts';
import { ProxyFetch } from '../src/pull-loop/proxy-fetch.ts';
import { startPlatform, type RunningPlatform } from '../src/start-platform.ts';
import { FakeClock } from './fake-clock.ts';
import { LoopbackProxy } from './loopback-proxy.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { TestDevice, type RequestOptions } from './test-device.ts';

export const ADMIN = 'admin@example.org';
export const PASSWORD = 'a horse of another colour';

/** The operations that users, groups and audit answer by themselves. */
export const CORE_OPERATIONS: readonly AnyOperation[] = operations.filter(({ name }) =>
  /^(user|device|group|passkey|audit)\./.test(name),
);

export interface LogLine {
  readonly level: string;
  readonly event: string;
}

class RecordedLog extends ProcessLog {
  constructor(lines: LogLine[]) {
    const write =
      (level: string) =>
      (event: string): void =>
        void lines.push({ level, event });
    super({ debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') });
  }
}

class LoopbackFetch extends ProxyFetch {
  readonly #proxies: readonly LoopbackProxy[];

  constructor(proxies: readonly LoopbackProxy[]) {
    super();
    this.#proxies = proxies;
  }

  override fetch(url: string, request: RequestInit): Promise<Response> {
    const proxy = this.#proxies.find(({ origin }) => url.startsWith(`${origin}/`));
    return proxy === undefined ? Promise.reject(new TypeError('fetch failed')) : proxy.fetch(url, request);
  }
}

/** A whole platform in this process: real SQLite file, real keys, mail in a folder; proxies in memory. */
export class TestPlatform {
  readonly proxy: LoopbackProxy;
  readonly clock: FakeClock;
  readonly ports: PlatformPorts;
  readonly log: LogLine[];
  readonly home: string;
  enrolmentCode = '';
  thumbprint = '';
  running: RunningPlatform | undefined;
  readonly #remove: () => void;
  readonly #extent: PlatformExtent;

  private constructor(proxies: readonly LoopbackProxy[], extent: PlatformExtent, disk: Disk | undefined) {
    const folder = temporaryFolder();
    this.#remove = folder.remove;
    this.#extent = extent;
    this.home = folder.path;
    this.proxy = proxies[0] ?? new LoopbackProxy();
    this.clock = new FakeClock();
    this.log = [];
    const config = new PlatformConfig({
      DQ0_PLATFORM_HOME: folder.path,
      DQ0_PLATFORM_PROXIES: proxies.map(({ origin }) => origin).join(','),
    });
    this.ports = {
      config,
      clock: this.clock,
      disk: disk ?? new FolderDisk(config.home),
      log: new RecordedLog(this.log),
      keyStore: new FileKeyStore(config.keysFolder),
      proxyFetch: new LoopbackFetch(proxies),
    };
  }

  /** Made, initialised for `ADMIN`, and running; with the operations and features that are named beside the core's. */
  static async start(
    options: { readonly proxies?: readonly LoopbackProxy[]; readonly disk?: Disk } & Partial<PlatformExtent> = {},
  ): Promise<TestPlatform> {
    const { proxies = [new LoopbackProxy()], operations: more = [], features = [], disk } = options;
    const platform = new TestPlatform(proxies, { operations: [...CORE_OPERATIONS, ...more], features }, disk);
    const { json } = await init(platform.ports, { admin: ADMIN, proxies: [] });
    Object.assign(platform, json);
    await platform.up();
    return platform;
  }

  async up(): Promise<void> {
    this.running = await startPlatform(this.ports, this.#extent);
  }

  async down(): Promise<void> {
    await this.running?.stop();
    this.running = undefined;
  }

  /** Lets time pass while the platform is down: with it up, the bundle would be renewed a few seconds later. */
  async travel(span: Parameters<FakeClock['advance']>[0]): Promise<void> {
    await this.down();
    this.clock.advance(span);
    await this.up();
  }

  async remove(): Promise<void> {
    await this.down();
    this.#remove();
  }

  read<T>(work: (reading: Reading) => T): T {
    if (this.running === undefined) throw new Error('the platform is not running');
    return this.running.context.get(UnitOfWork).read(work);
  }

  device(): Promise<TestDevice> {
    return TestDevice.make(() => this.clock.now());
  }

  /** Sends one request through the proxy and opens its reply. */
  async call(
    device: TestDevice,
    operation: string,
    input: unknown,
    options: RequestOptions = {},
    proxy: LoopbackProxy = this.proxy,
  ): Promise<ReplyBody> {
    const bundle = await proxy.content(this.clock.now());
    const request = await device.seal(bundle, operation, input, options);
    proxy.post(request.envelope);
    return device.open(bundle, request, await proxy.reply(device.thumbprint, request.id));
  }

  /** As `call`; @throws Error with the code of a refusal */
  async ask<T = Record<string, unknown>>(
    device: TestDevice,
    operation: string,
    input: unknown,
    options: RequestOptions = {},
  ): Promise<T> {
    const reply = await this.call(device, operation, input, options);
    if (!reply.ok) throw new Error(reply.error.code);
    return reply.output as T;
  }

  /** Mails to an address, oldest first. */
  mails(to: string): string[] {
    const folder = this.ports.config.mailFolder;
    return readdirSync(folder)
      .filter((name) => name.endsWith('.eml'))
      .sort()
      .map((name) => readFileSync(path.join(folder, name), 'utf8'))
      .filter((mail) => mail.includes(`To: ${to}\r\n`));
  }

  /** The code of the newest mail to an address, or of the newest about a device. */
  async mailedCode(to: string, device?: TestDevice): Promise<string> {
    const about = device === undefined ? '' : fingerprintGroups(device.thumbprint).slice(0, 35);
    for (let tries = 0; tries < 1000; tries += 1) {
      const mail = this.mails(to).findLast((one) => one.includes(about)) ?? '';
      const code = /^Code: (\S+)$/m.exec(mail.replaceAll('\r', ''))?.[1];
      if (code !== undefined) return code;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    throw new Error(`no code was mailed to ${to}`);
  }

  async register(device: TestDevice, email: string, enrolmentCode?: string): Promise<void> {
    const code = enrolmentCode === undefined ? {} : { enrolmentCode };
    await this.ask(device, 'user.register', { email, password: PASSWORD, device: 'laptop', ...code }, { first: true });
    await this.ask(device, 'user.confirm', { email, code: await this.mailedCode(email, device) });
  }

  async logIn(device: TestDevice, email: string): Promise<string> {
    return (await this.ask<{ token: string }>(device, 'user.login', { email, password: PASSWORD })).token;
  }

  /** The first administrator, logged in. */
  async admin(): Promise<{ device: TestDevice; token: string }> {
    const device = await this.device();
    await this.register(device, ADMIN, this.enrolmentCode);
    return { device, token: await this.logIn(device, ADMIN) };
  }

  /** A user whom this administrator approved, logged in. */
  async user(
    admin: { readonly device: TestDevice; readonly token: string },
    email: string,
    role: string,
  ): Promise<{ device: TestDevice; token: string }> {
    const device = await this.device();
    await this.register(device, email);
    await this.ask(admin.device, 'user.approve', { email, role }, { token: admin.token });
    return { device, token: await this.logIn(device, email) };
  }
}
