import { CodedError, RequestBody, type Access, type AnyOperation, type PasskeyAssertion } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { UnitOfWork, type Reading, type Writing } from '../database/unit-of-work.ts';
import type { UsedPasskey } from '../passkeys/ceremony.service.ts';
import { StepUpService } from '../passkeys/step-up.service.ts';
import { PoliciesService } from '../policies/policies.service.ts';
import { AuthenticationService } from '../users/authentication.service.ts';
import type { AuditDraft } from './answers.service.ts';
import type { Route } from './census.ts';
import type { CallingUser } from './handler.ts';
import { HighWater } from './high-water.ts';
import type { OpenedRequest } from './request-opener.ts';
import { RoutesService } from './routes.service.ts';
import { requireTimely } from './time-rules.ts';

/** What a device may ask that is not known yet. */
const FIRST_OPERATIONS: ReadonlySet<string> = new Set(['user.register', 'device.pair']);

/** What the router knows about a request before its handler sees it. */
export interface RoutedRequest {
  readonly route: Route;
  readonly input: unknown;
  /** null where the operation is for anyone. */
  readonly user: CallingUser | null;
  /** Asks again, inside the transaction: a session may have ended while the handler prepared. A signature is used up. */
  readonly authorise: (writing: Writing) => CallingUser | null;
}

/** From an opened request to its one handler: parsed, timely, from a known caller, permitted by policy. */
@Injectable()
export class OperationsRouter {
  readonly #routes: RoutesService;
  readonly #highWater: HighWater;
  readonly #unitOfWork: UnitOfWork;
  readonly #authentication: AuthenticationService;
  readonly #policies: PoliciesService;
  readonly #stepUp: StepUpService;

  constructor(
    routes: RoutesService,
    highWater: HighWater,
    unitOfWork: UnitOfWork,
    authentication: AuthenticationService,
    policies: PoliciesService,
    stepUp: StepUpService,
  ) {
    this.#routes = routes;
    this.#highWater = highWater;
    this.#unitOfWork = unitOfWork;
    this.#authentication = authentication;
    this.#policies = policies;
    this.#stepUp = stepUp;
  }

  /** The name an audit row is to carry, as far as it can be known. */
  actionOf(body: unknown): string {
    const parsed = RequestBody.safeParse(body);
    return (parsed.success ? this.#routes.find(parsed.data.operation)?.operation.action : undefined) ?? 'message:read';
  }

  /**
   * @param draft learns who asked and which rule decided, as soon as it is known
   * @throws CodedError INPUT_INVALID | TIMED_OUT | OPERATION_UNKNOWN | AUTH_REFUSED | ACCESS_DENIED | PASSKEY_REFUSED |
   *   PASSKEY_CLONED
   */
  async route({ header, body: opened, known, sender }: OpenedRequest, draft: AuditDraft): Promise<RoutedRequest> {
    const body = parse(RequestBody, opened);
    requireTimely(header, this.#highWater.now());
    if (!known && !FIRST_OPERATIONS.has(body.operation)) throw new CodedError('AUTH_REFUSED');
    const route = this.#routes.find(body.operation);
    if (route === undefined) throw new CodedError('OPERATION_UNKNOWN');
    const { operation } = route;
    requireTimely(header, this.#highWater.now(), operation.validityMinutes);
    const tokenHash = body.token === undefined ? undefined : await this.#authentication.tokenHash(body.token);
    const callerIn = (reading: Reading): CallingUser | null =>
      this.#user(reading, operation.access, tokenHash, sender.thumbprint);
    const user = this.#unitOfWork.read(callerIn);
    if (user !== null) draft.actor = user.email;
    const input = parse(operation.input, body.input);
    this.#unitOfWork.read((reading) => this.#permit(reading, operation, user, draft));
    const signed = body.stepUp && (await this.#signed(operation, input, body.stepUp, sender.thumbprint, draft));
    const authorise = (writing: Writing): CallingUser | null => {
      const current = callerIn(writing);
      this.#permit(writing, operation, current, draft);
      if (signed) this.#stepUp.use(writing, signed);
      return signed ? steppedUp(current) : current;
    };
    return { route, input, user: signed ? steppedUp(user) : user, authorise };
  }

  /** A passkey signed exactly this decision. */
  #signed(
    { name, stepUp }: AnyOperation,
    input: unknown,
    assertion: PasskeyAssertion,
    device: string,
    draft: AuditDraft,
  ): Promise<UsedPasskey> {
    if (stepUp !== true) {
      const message = 'this operation is no decision that a passkey confirms';
      throw new CodedError('INPUT_INVALID', { details: [{ path: 'stepUp', message }] });
    }
    draft.facts['passkey'] = assertion.id.slice(0, 16);
    return this.#stepUp.check(device, { operation: name, input }, assertion);
  }

  #user(reading: Reading, access: Access = 'token', tokenHash: string | undefined, device: string): CallingUser | null {
    if (access === 'anyone') return null;
    const user = tokenHash === undefined ? undefined : this.#authentication.owner(reading, tokenHash, device);
    if (user === undefined) throw new CodedError('AUTH_REFUSED');
    if (access === 'person' && user.machine === true) throw new CodedError('MACHINE_REFUSED');
    return user;
  }

  #permit(reading: Reading, operation: AnyOperation, user: CallingUser | null, draft: AuditDraft): void {
    const { permit, rule, policyVersion } = this.#policies.mayAtAll(reading, user, operation.action);
    Object.assign(draft.facts, { rule, policyVersion });
    if (!permit) throw new CodedError('ACCESS_DENIED');
  }
}

function steppedUp(user: CallingUser | null): CallingUser | null {
  return user && { ...user, authentication: 'step-up' };
}

/** Names each place that is wrong; what was sent is not repeated. */
function parse<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.slice(0, 20).map(({ path, message }) => ({ path: path.join('.'), message }));
  throw new CodedError('INPUT_INVALID', { details });
}
