import { formToText } from '@dq0/permissions';
import { CodedError, type approveAccess, type Input, type PolicyConsequences, type requestAccess } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock/clock.ts';
import type { Reading, Writing } from '../database/unit-of-work.ts';
import type { Dataset } from '../datasets/dataset.ts';
import { DatasetsService } from '../datasets/datasets.service.ts';
import { MailService } from '../mail/mail.service.ts';
import type { CallingUser } from '../operations/handler.ts';
import { policyId } from '../policies/own-policy.ts';
import { PoliciesService } from '../policies/policies.service.ts';
import { PolicyChanges } from '../policy-editing/policy-changes.ts';
import { PolicyDrafts } from '../policy-editing/policy-drafts.ts';
import { inTheFuture } from '../policy-editing/in-the-future.ts';
import { approvedAccessMail, rejectedAccessMail, requestedMail } from './access-mail.ts';
import { stateAt, type AccessRequest } from './access-request.ts';
import { AccessRequestsRepository, type RequestPage } from './access-requests.repository.ts';

const OPEN_MS = 30 * 86_400_000;
/** Of one person, on all data sets together. */
const MOST_OPEN = 20;
/** Whoever may do one of these with a data set knows of it. */
const ASKING = ['access:request', 'query:plan'];

/** People ask for access, the owner of the data decides, and an approval is a policy for one person, with an end. */
@Injectable()
export class AccessService {
  constructor(
    private readonly requests: AccessRequestsRepository,
    private readonly datasets: DatasetsService,
    private readonly policies: PoliciesService,
    private readonly drafts: PolicyDrafts,
    private readonly changes: PolicyChanges,
    private readonly mail: MailService,
    private readonly clock: Clock,
  ) {}

  /** @throws CodedError DATASET_UNKNOWN | ACCESS_DENIED | ACCESS_OPEN | ACCESS_FULL | INPUT_INVALID */
  request(writing: Writing, user: CallingUser, { dataset: name, ...wish }: Input<typeof requestAccess>): AccessRequest {
    const dataset = this.datasets.seen(writing, user, name);
    const may = ASKING.some((action) => this.datasets.decide(writing, user, dataset, action).permit);
    if (!may || dataset.ownerId === user.id) throw new CodedError('ACCESS_DENIED');
    const until = wish.until === undefined ? null : this.#end(wish.until);
    const open = this.requests.openOfUser(writing, user.id, this.#now());
    if (open.some(({ datasetId, purpose }) => datasetId === dataset.id && purpose === wish.purpose)) {
      throw new CodedError('ACCESS_OPEN');
    }
    if (open.length >= MOST_OPEN) throw new CodedError('ACCESS_FULL');
    const id = crypto.randomUUID();
    const [createdAt, expiresAt] = [this.#now(), this.#now() + OPEN_MS];
    const { purpose, reason } = wish;
    const row = { id, datasetId: dataset.id, userId: user.id, purpose, reason, until, createdAt, expiresAt };
    this.requests.insert(writing, row);
    const request = this.#require(writing, id);
    this.mail.queue(writing, requestedMail(request));
    return request;
  }

  list(reading: Reading, user: CallingUser, page: Omit<RequestPage, 'now'>): AccessRequest[] {
    const { scope } = this.policies.decide(reading, { user, action: 'access:list' });
    return this.requests.list(reading, scope, user.id, { ...page, now: this.#now() });
  }

  /** @throws CodedError REQUEST_UNKNOWN | REQUEST_CLOSED | STEP_UP_REQUIRED | POLICY_BOUNDS | INPUT_INVALID */
  approve(
    writing: Writing,
    user: CallingUser,
    { request: id, epsilon, until: end }: Input<typeof approveAccess>,
  ): { readonly request: AccessRequest; readonly consequences: PolicyConsequences } {
    const { request, dataset } = this.#decidable(writing, user, id, 'access:approve');
    const until = this.#end(end ?? request.until ?? undefined);
    const home = { datasetId: dataset.id, dataset: dataset.name };
    const present = this.policies.at(writing, home);
    const name = `access-${id}`;
    const { email, purpose } = request;
    const bounds = { epsilon: epsilon ?? null, until: new Date(until).toISOString(), share: null };
    const text = formToText({ user: email, purpose, ...bounds }, { dataset: dataset.name, name });
    const sound = this.drafts.read(writing, { name, text }, home, present);
    const { consequences } = this.changes.make(writing, { home, dataset }, sound, user);
    const policy = policyId(home, name);
    this.requests.close(writing, id, { state: 'approved', by: user.id, at: this.#now(), policy });
    this.mail.queue(writing, approvedAccessMail(request, until));
    return { request: this.#require(writing, id), consequences };
  }

  /** @throws CodedError REQUEST_UNKNOWN | REQUEST_CLOSED | STEP_UP_REQUIRED */
  reject(writing: Writing, user: CallingUser, id: string): AccessRequest {
    const { request } = this.#decidable(writing, user, id, 'access:reject');
    this.requests.close(writing, id, { state: 'rejected', by: user.id, at: this.#now() });
    this.mail.queue(writing, rejectedAccessMail(request));
    return this.#require(writing, id);
  }

  /** One that this caller may decide, and still can. */
  #decidable(
    reading: Reading,
    user: CallingUser,
    id: string,
    action: string,
  ): { readonly request: AccessRequest; readonly dataset: Dataset } {
    const request = this.requests.find(reading, id);
    if (request === undefined) throw new CodedError('REQUEST_UNKNOWN');
    const dataset = this.datasets.require(reading, request.datasetId);
    const { permit } = this.datasets.decide(reading, user, dataset, action);
    const signable = !permit && this.datasets.signatureMissing(reading, user, dataset, action);
    if (!permit && !signable) throw new CodedError('REQUEST_UNKNOWN');
    if (stateAt(request, this.#now()) !== 'open') throw new CodedError('REQUEST_CLOSED');
    if (signable) throw new CodedError('STEP_UP_REQUIRED');
    return { request, dataset };
  }

  #require(reading: Reading, id: string): AccessRequest {
    const request = this.requests.find(reading, id);
    if (request === undefined) throw new Error('a request that was written is not there');
    return request;
  }

  #end(until: string | number | undefined): number {
    if (until !== undefined) return inTheFuture(until, this.#now());
    const message = 'say when it ends: no end was wished for';
    throw new CodedError('INPUT_INVALID', { details: [{ path: 'until', message, example: '2027-07-01T00:00:00Z' }] });
  }

  #now(): number {
    return this.clock.now().getTime();
  }
}
