import { operations, STEP_UP_HEADER, type AnyOperation } from '@dq0/protocol';
import { SoftAuthenticator } from '@dq0/tools/testing/soft-authenticator';
import type { Answer, Ask } from '../gateway-process.ts';
import type { Quarantine } from '../quarantine.ts';

/** Sends an operation as a profile, and notes the status. */
export type Send = (profile: string, operation: AnyOperation, input: unknown, more?: Ask) => Promise<Answer>;

/** A profile that is a folder and nothing else. */
export const UNREADY = 'unready';
const PASSWORD = 'a long sentence nobody guesses';
const EMAIL = 'spare@example.org';
const SQL = 'SELECT sex, COUNT(*) AS n FROM adult GROUP BY sex';

/** What no single case brings about, because it needs what came before: an account, a data set, a question. */
export class Lives {
  readonly #send: Send;
  readonly #quarantine: Quarantine;
  readonly #originOf: (profile: string) => string;

  /** @param originOf where Studi0 is open for a profile */
  constructor(send: Send, quarantine: Quarantine, originOf: (profile: string) => string) {
    this.#send = send;
    this.#quarantine = quarantine;
    this.#originOf = originOf;
  }

  /** From the application to the end, and the devices of it. */
  async ofAnAccount(): Promise<void> {
    await this.#ask('spare', 'user.register', { email: EMAIL, password: PASSWORD, device: 'spare' });
    await this.#ask('spare', 'user.confirm', { email: EMAIL, code: await this.#mailedCode() });
    for (let at = 0, status = 200; status !== 409 && at < 2; at += 1) {
      status = (await this.#send('admin', this.#operation('group.create'), { group: 'spare-group' })).status;
    }
    const groups = ['spare-group'];
    await this.#again('admin', 'group.list', {});
    await this.#send('admin', this.#operation('user.groups'), { email: EMAIL, groups });
    await this.#ask('admin', 'user.approve', { email: EMAIL, role: 'data-scientist', groups });
    await this.#ask('spare', 'user.login', { email: EMAIL, password: PASSWORD });
    await this.#ask('admin', 'user.roles', { email: EMAIL, roles: ['data-scientist', 'auditor'] });
    await this.#ask('admin', 'user.groups', { email: EMAIL, groups: [] });
    const changed = `${PASSWORD} at all`;
    await this.#ask('spare', 'user.password', { current: PASSWORD, password: changed });
    const { code } = await this.#ask<{ code: string }>('spare', 'device.invite', { machineDays: 1 });
    await this.#ask('machine', 'device.pair', { email: EMAIL, code, device: 'machine' });
    await this.#send('machine', this.#operation('user.password'), { current: changed, password: PASSWORD });
    const { device } = await this.#ask<{ device: string }>('machine', 'user.whoami', {});
    await this.#ask('spare', 'device.revoke', { device });
    for (const name of ['user.approve', 'user.reject', 'user.disable', 'user.roles', 'user.groups', 'device.list']) {
      const more = {
        ...(name === 'user.approve' ? { role: 'auditor' } : {}),
        ...(name === 'user.roles' ? { roles: ['auditor'] } : {}),
        ...(name === 'user.groups' ? { groups: [] } : {}),
      };
      await this.#send('admin', this.#operation(name), { email: 'nobody@example.org', ...more });
    }
    await this.#ofAPasskey();
    await this.#ask('spare', 'user.logout', {});
    const key = { headers: { 'idempotency-key': 'the-same' } };
    for (const password of [changed, PASSWORD]) {
      await this.#send('spare', this.#operation('user.login'), { email: EMAIL, password }, key);
    }
    await this.#ask('spare', 'user.reset-password', { email: EMAIL });
    const mailed = await this.#mailedCode('new password');
    await this.#ask('spare', 'user.new-password', { email: EMAIL, code: mailed, password: PASSWORD });
    await this.#ask('admin', 'user.disable', { email: EMAIL });
  }

  /** Made, filled and left; a hundred of them are enough. */
  async ofAProject(): Promise<void> {
    await this.#ask('scientist', 'project.create', { name: 'churn' });
    await this.#send('scientist', this.#operation('project.create'), { name: 'churn' });
    const project = { project: 'churn' };
    await this.#again('scientist', 'project.list', {});
    await this.#again('scientist', 'project.info', project);
    await this.#ask('scientist', 'project.add-member', { ...project, email: EMAIL });
    await this.#ask('scientist', 'project.remove-member', { ...project, email: EMAIL });
    const owner = 'owner@example.org';
    await this.#ask('scientist', 'project.add-member', { ...project, email: owner });
    await this.#ask('scientist', 'project.hand-over', { ...project, email: owner });
    await this.#send('scientist', this.#operation('project.hand-over'), { ...project, email: owner });
    await this.#ask('owner', 'project.hand-over', { ...project, email: 'scientist@example.org' });
    await this.#ask('scientist', 'project.remove-member', { ...project, email: owner });
    await this.#send('scientist', this.#operation('project.hand-over'), { ...project, email: EMAIL });
    for (let at = 1, status = 200; status !== 409 && at < 110; at += 1) {
      const added = { ...project, email: `member-${at}@example.org` };
      status = (await this.#send('scientist', this.#operation('project.add-member'), added)).status;
    }
    const asked = { dataset: 'census', sql: SQL, epsilon: 0.01 };
    await this.#ask('scientist', 'query.run', { ...asked, ...project });
    await this.#again('scientist', 'run.list', project);
    await this.#send('scientist', this.#operation('run.list'), { project: 'nowhere' });
    await this.#send('owner', this.#operation('budget.quota-set'), {
      ...{ name: 'census', project: 'scientist@example.org/churn', share: 0.9 },
    });
  }

  /** Made, used to log in, and to sign its own end. */
  async #ofAPasskey(): Promise<void> {
    const origin = this.#originOf('spare');
    const key = new SoftAuthenticator(origin);
    const challenge = async (name: string, more: object = {}): Promise<string> =>
      (await this.#ask<{ challenge: string }>('spare', name, { origin, ...more })).challenge;
    const registration = { ...key.register(await challenge('passkey.offer')), transports: ['usb'] };
    await this.#ask('spare', 'passkey.add', { name: 'a key', registration });
    await this.#again('spare', 'passkey.list', {});
    await this.#send('admin', this.#operation('passkey.list'), { email: 'nobody@example.org' });
    await this.#ask('spare', 'passkey.login', { assertion: key.assert(await challenge('passkey.challenge')) });
    const end = { passkey: key.credential };
    const decision = { operation: 'passkey.remove', input: end };
    const signed = JSON.stringify(key.assert(await challenge('passkey.confirm', decision)));
    const header = { [STEP_UP_HEADER.toLowerCase()]: Buffer.from(signed).toString('base64url') };
    await this.#ask('spare', 'passkey.remove', end, { headers: header });
    await this.#send('spare', this.#operation('passkey.remove'), end);
    await this.#send('spare', this.#operation('passkey.confirm'), { origin, ...decision });
    // An origin is right at its own gateway alone, also where the profile is no use.
    for (const [name, more] of [
      ['passkey.offer', {}],
      ['passkey.challenge', {}],
      ['passkey.confirm', decision],
    ] as const) {
      await this.#send(UNREADY, this.#operation(name), { origin: this.#originOf(UNREADY), ...more });
    }
  }

  /** Asked for twice, approved and turned down, each once. */
  async ofARequest(): Promise<void> {
    const draft = { requesters: 'data-scientist' };
    await this.#ask('owner', 'policy.set', { place: 'census', draft });
    const wish = { dataset: 'census', purpose: 'study', reason: 'To see.', until: '2099-01-01T00:00:00Z' };
    const [one, other] = [
      await this.#ask<{ request: string }>('scientist', 'access.request', wish),
      await this.#ask<{ request: string }>('scientist', 'access.request', { ...wish, purpose: 'other' }),
    ];
    await this.#send('scientist', this.#operation('access.request'), wish);
    await this.#send('scientist', this.#operation('access.request'), { ...wish, dataset: 'nowhere' });
    await this.#again('scientist', 'access.list', {});
    for (const { request } of [one, { request: crypto.randomUUID() }]) {
      await this.#send('owner', this.#operation('access.approve'), { request, epsilon: 0.5 });
    }
    await this.#send('owner', this.#operation('access.approve'), { request: one.request });
    for (const request of [other.request, other.request, crypto.randomUUID()]) {
      await this.#send('owner', this.#operation('access.reject'), { request });
    }
    const asked = { dataset: 'census', sql: SQL, epsilon: 0.01 };
    await this.#ask('scientist', 'query.run', { ...asked, purpose: 'study' });
  }

  /** Published twice, joined, and asked until nothing is left. */
  async ofADataset(): Promise<void> {
    const { definition } = await this.#ask<{ definition: object }>('owner', 'dataset.export', { dataset: 'census' });
    for (const name of ['small-one', 'small-two']) {
      const limits = { epsilonPerRelease: 0.05, deltaPerRelease: 1e-7 };
      const small = { ...definition, name, account: name, budget: { epsilon: 0.05, delta: 1e-6 }, limits };
      await this.#ask('owner', 'dataset.simulate', { definition: small });
      await this.#ask('owner', 'dataset.add', { definition: small, groups: ['data-scientist'] });
    }
    await this.#ask('owner', 'budget.join', { accounts: ['small-one', 'small-two'], into: 'small-both' });
    const asked = { dataset: 'small-one', sql: SQL, epsilon: 0.05, fresh: true };
    for (let left = 60, status = 200; status !== 402 && left > 0; left -= 1) {
      status = (await this.#send('scientist', this.#operation('query.run'), asked)).status;
    }
    await this.#send('owner', this.#operation('policy.test'), { dataset: 'nowhere' });
  }

  /** Asked without waiting, called off, found again. */
  async ofAQuestion(): Promise<void> {
    const asked = { dataset: 'census', sql: SQL, epsilon: 0.01, fresh: true };
    const unasked = { headers: { prefer: 'respond-async' } };
    const first = await this.#ask<{ job: string }>('scientist', 'query.run', asked, unasked);
    await this.#send('scientist', this.#operation('query.result'), { job: first.job, waitSeconds: 0 });
    const { job } = await this.#ask<{ job: string }>('scientist', 'query.result', { job: first.job, waitSeconds: 20 });
    await this.#again('scientist', 'query.result', { job });
    await this.#again('scientist', 'run.info', { job });
    await this.#send('scientist', this.#operation('query.run'), { ...asked, dataset: 'nowhere' });
    for (let tries = 0, status = 0; status !== 200 && tries < 10; tries += 1) {
      const next = await this.#ask<{ job: string }>('scientist', 'query.run', asked, unasked);
      status = (await this.#send('scientist', this.#operation('query.cancel'), { job: next.job })).status;
    }
    const { rows } = await this.#ask<{ rows: { auditId: string }[] }>('admin', 'audit.list', { limit: 1 });
    await this.#again('admin', 'audit.show', { auditId: rows[0]?.auditId });
  }

  /** Checked twice at once: one of them is told to come back. */
  async ofAnExecutor(): Promise<void> {
    const check = this.#operation('executor.check');
    await Promise.all([1, 2].map(() => this.#send('admin', check, { executor: 'local' })));
    await this.#send('admin', check, { executor: 'nowhere' });
  }

  /** The same twice, the second time only if it changed. */
  async #again(profile: string, name: string, input: unknown): Promise<void> {
    const first = await this.#send(profile, this.#operation(name), input);
    const headers = { 'if-none-match': String(first.headers['etag']) };
    await this.#send(profile, this.#operation(name), input, { headers });
  }

  async #ask<T>(profile: string, name: string, input: unknown, more?: Ask): Promise<T> {
    const answer = await this.#send(profile, this.#operation(name), input, more);
    if (answer.status >= 300) throw new Error(`${name}: ${answer.status} ${answer.text}`);
    return answer.json<T & Record<string, unknown>>();
  }

  #operation(name: string): AnyOperation {
    const found: AnyOperation | undefined = operations.find((operation) => operation.name === name);
    if (found === undefined) throw new Error(`no operation ${name}`);
    return found;
  }

  async #mailedCode(about = ''): Promise<string> {
    for (let waited = 0; waited < 200; waited += 1) {
      const mail = this.#quarantine.mailTo(EMAIL) ?? '';
      const code = /^\s*Code:\s*(\S+)\s*$/im.exec(mail)?.[1];
      if (code !== undefined && mail.includes(about)) return code;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error('no code was mailed');
  }
}
