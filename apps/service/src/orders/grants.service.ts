import { EventEmitter, once } from 'node:events';
import { openMessage } from '@dq0/encryption';
import { Grant } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { ServiceConfig } from '../config/index.ts';
import { ServiceFailure } from '../failures/index.ts';
import { LoginOpener } from '../connectors/index.ts';
import { PlatformPin, ServiceKeys } from '../identity/index.ts';
import { DataVersions } from '../ingestion/index.ts';
import { Spool, type Attempt, type AttemptId } from '../spool/index.ts';

/** The platform's word that an attempt is opened: sealed, signed, for one attempt and one data version. */
@Injectable()
export class GrantsService {
  readonly #config: ServiceConfig;
  readonly #spool: Spool;
  readonly #keys: ServiceKeys;
  readonly #platform: PlatformPin;
  readonly #data: DataVersions;
  readonly #logins: LoginOpener;
  readonly #bell = new EventEmitter().setMaxListeners(0);

  constructor(
    config: ServiceConfig,
    spool: Spool,
    keys: ServiceKeys,
    platform: PlatformPin,
    data: DataVersions,
    logins: LoginOpener,
  ) {
    this.#config = config;
    this.#spool = spool;
    this.#keys = keys;
    this.#platform = platform;
    this.#data = data;
    this.#logins = logins;
  }

  /** Takes a grant; another for an attempt that goes on already changes nothing. */
  async take(id: AttemptId, sealed: string): Promise<void> {
    const attempt = this.#spool.find(id);
    if (!attempt) throw new ServiceFailure('ORDER_UNKNOWN');
    const credential = await this.#check(attempt, sealed);
    if (this.#spool.grant(id, credential)) {
      this.#bell.emit(bellOf(id));
      return;
    }
    const phase = this.#spool.find(id)?.phase;
    if (phase === 'ordered') throw new ServiceFailure('GRANT_EARLY');
    if (phase === undefined || phase === 'failed' || phase === 'superseded') throw new ServiceFailure('EPOCH_OLD');
  }

  /** Waits until a picked attempt has its grant; false when the time is over or the attempt has gone. */
  async wait(id: AttemptId): Promise<boolean> {
    const signal = AbortSignal.timeout(this.#config.grantMilliseconds);
    while (this.#spool.find(id)?.phase === 'picked' && !signal.aborted) {
      await once(this.#bell, bellOf(id), { signal }).catch(() => undefined);
    }
    return this.#spool.find(id)?.phase === 'granted';
  }

  /** The sealed credential that the grant carries where the data are a database. */
  async #check(attempt: Attempt, sealed: string): Promise<string | null> {
    const sender = await this.#platform.key();
    const key = await this.#keys.encryption();
    const refuse = (cause?: unknown): never => {
      throw new ServiceFailure('GRANT_INVALID', { cause });
    };
    const opened = await openMessage(sealed, {
      type: 'grant',
      sender,
      recipientIdentity: key.thumbprint,
      keys: [key],
    }).catch(refuse);
    const grant = Grant.safeParse(opened.body).data ?? refuse();
    const { order } = attempt;
    const meant =
      opened.header.expiresAt.getTime() > Date.now() &&
      grant.job === order.job &&
      grant.attempt === order.attempt &&
      grant.epoch === order.epoch &&
      grant.dataset === order.dataset &&
      grant.dataVersion === order.dataVersion;
    if (!meant || !(await this.#data.opens(grant.dataset, grant.dataVersion, grant.accessSecret))) refuse();
    const database = this.#data.database(order.dataset, order.dataVersion);
    if (!database) return null;
    // Opened here once, so that a wrong one is refused before the attempt begins; it stays sealed until it is used.
    await this.#logins.open(grant.credential, database);
    return grant.credential ?? null;
  }
}

const bellOf = ({ job, attempt }: AttemptId): string => `${job}/${attempt}`;
