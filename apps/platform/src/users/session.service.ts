import { CodedError, type Output, type whoAmI } from '@dq0/protocol';
import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../database/unit-of-work.ts';
import type { KnownCaller } from '../operations/handler.ts';
import { SessionsRepository } from './sessions.repository.ts';

/** The caller's own session. */
@Injectable()
export class SessionService {
  readonly #unitOfWork: UnitOfWork;
  readonly #sessions: SessionsRepository;

  constructor(unitOfWork: UnitOfWork, sessions: SessionsRepository) {
    this.#unitOfWork = unitOfWork;
    this.#sessions = sessions;
  }

  whoAmI({ user, device }: KnownCaller): Output<typeof whoAmI> {
    const session = this.#unitOfWork.read((reading) => this.#sessions.facts(reading, device));
    if (session === undefined) throw new CodedError('AUTH_REFUSED');
    const { email, roles, groups } = user;
    const { expiresAt, authentication } = session;
    const tokenExpires = new Date(expiresAt).toISOString();
    return { email, roles: [...roles], groups: [...groups].sort(), device, tokenExpires, authentication };
  }

  logOut({ device }: KnownCaller): void {
    this.#unitOfWork.write((writing) => this.#sessions.removeOfDevice(writing, device));
  }
}
