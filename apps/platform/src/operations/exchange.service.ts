import { CodedError } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { UnitOfWork, type Writing } from '../database/unit-of-work.ts';
import { PlatformLog } from '../log/platform-log.ts';
import { AnsweredError, AnswersService, type Exchange } from './answers.service.ts';
import type { Caller } from './handler.ts';
import { InboxRepository, type ReceivedMessage } from './inbox.repository.ts';
import type { MessageKey } from './message-key.ts';
import { OperationsRouter, type RoutedRequest } from './operations-router.ts';
import { answerBody, codedError } from './reply-body.ts';
import { ReplyBell } from './reply-bell.ts';
import { ReplySealer } from './reply-sealer.ts';
import { RequestOpener, type OpenedRequest } from './request-opener.ts';

/** The path of one message: open, route, prepare, commit, seal. Each ends in exactly one reply. */
@Injectable()
export class ExchangeService {
  readonly #unitOfWork: UnitOfWork;
  readonly #inbox: InboxRepository;
  readonly #opener: RequestOpener;
  readonly #router: OperationsRouter;
  readonly #answers: AnswersService;
  readonly #sealer: ReplySealer;
  readonly #bell: ReplyBell;
  readonly #log: PlatformLog;

  constructor(
    unitOfWork: UnitOfWork,
    inbox: InboxRepository,
    opener: RequestOpener,
    router: OperationsRouter,
    answers: AnswersService,
    sealer: ReplySealer,
    bell: ReplyBell,
    log: PlatformLog,
  ) {
    this.#unitOfWork = unitOfWork;
    this.#inbox = inbox;
    this.#opener = opener;
    this.#router = router;
    this.#answers = answers;
    this.#sealer = sealer;
    this.#bell = bell;
    this.#log = log;
  }

  /**
   * @param busy refuse it: its device has too many waiting
   * @throws when the store refuses; the message then stays open
   */
  async conclude(key: MessageKey, busy: boolean): Promise<void> {
    const message = this.#unitOfWork.read((reading) => this.#inbox.open(reading, key));
    // Answered before: what may be missing is the seal.
    if (message === undefined) return this.#sealer.sealStored(key);
    const request = await this.#open(message);
    if (request === undefined) return;
    const exchange = this.#draft(message, request);
    try {
      if (busy) throw new CodedError('PLATFORM_BUSY');
      await this.#answer(exchange, await this.#router.route(request, exchange.draft));
    } catch (error) {
      if (error instanceof AnsweredError) return;
      await this.#refuse(exchange, error);
    }
    await this.#sealer.sealStored(key);
  }

  async #open(message: ReceivedMessage): Promise<OpenedRequest | undefined> {
    try {
      return await this.#opener.open(message.envelope);
    } catch {
      this.#log.warn('MESSAGE_DROPPED', { origin: message.proxy });
      await this.#answers.discard(message);
      return undefined;
    }
  }

  #draft(message: ReceivedMessage, request: OpenedRequest): Exchange {
    const draft = {
      auditId: crypto.randomUUID(),
      action: this.#router.actionOf(request.body),
      actor: `device ${message.device}`,
      object: null,
      facts: {},
    };
    return { message, request, draft };
  }

  async #answer(exchange: Exchange, routed: RoutedRequest): Promise<void> {
    const { route, input, user, authorise } = routed;
    const caller = callerOf(exchange, user);
    const again = (writing: Writing): Caller => ({ ...caller, user: authorise(writing) });
    if (route.secret) {
      const prepared = await route.handler.prepare(input, caller);
      const body = answerBody(route.operation.output.parse(route.handler.answer(prepared)), exchange.draft.auditId);
      const { message, request } = exchange;
      const sealed = await this.#sealer.seal(message, message.digest, request.replyKey, body);
      await this.#answers.answerSealed(exchange, sealed, (writing) => route.handler.commit(again(writing), prepared));
      this.#bell.ring();
      return;
    }
    const prepared = await route.handler.prepare?.(input, caller);
    await this.#answers.answer(exchange, (writing) =>
      // Nothing leaves that the contract does not name.
      route.operation.output.parse(route.handler.handle(input, again(writing), prepared)),
    );
  }

  async #refuse(exchange: Exchange, error: unknown): Promise<void> {
    const coded = codedError(error);
    if (coded.code === 'UNEXPECTED') {
      this.#log.error('OPERATION_FAILED', { audit: exchange.draft.auditId, error: coded.cause ?? coded });
    }
    await this.#answers.refuse(exchange, coded).catch((cause: unknown) => {
      if (!(cause instanceof AnsweredError)) throw cause;
    });
  }
}

function callerOf({ message, request, draft }: Exchange, user: Caller['user']): Caller {
  return {
    device: message.device,
    deviceKey: request.sender.publicJwk,
    user,
    messageId: message.id,
    auditId: draft.auditId,
    audit: draft,
  };
}
