import { Injectable } from '@nestjs/common';
import type { Writing } from '../database/unit-of-work.ts';
import { ConfirmationCodesRepository } from './confirmation-codes.repository.ts';
import { DevicesRepository } from './devices.repository.ts';
import { PairingsRepository } from './pairings.repository.ts';
import { PasswordResetsRepository } from './password-resets.repository.ts';
import { SessionsRepository } from './sessions.repository.ts';
import { UsersRepository } from './users.repository.ts';

const DAY_MS = 24 * 3_600_000;

/** Forgets what is over: tokens, codes, and the applicants and devices whose code never came back. */
@Injectable()
export class UsersSweep {
  readonly #users: UsersRepository;
  readonly #devices: DevicesRepository;
  readonly #codes: ConfirmationCodesRepository;
  readonly #sessions: SessionsRepository;
  readonly #pairings: PairingsRepository;
  readonly #resets: PasswordResetsRepository;

  constructor(
    users: UsersRepository,
    devices: DevicesRepository,
    codes: ConfirmationCodesRepository,
    sessions: SessionsRepository,
    pairings: PairingsRepository,
    resets: PasswordResetsRepository,
  ) {
    this.#users = users;
    this.#devices = devices;
    this.#codes = codes;
    this.#sessions = sessions;
    this.#pairings = pairings;
    this.#resets = resets;
  }

  sweep(writing: Writing, now: number): number {
    const codes = this.#codes.forgetExpired(writing, now) + this.#pairings.forgetExpired(writing, now);
    const ended = this.#sessions.forgetExpired(writing, now) + this.#resets.forgetExpired(writing, now) + codes;
    const unproved = this.#users.forgetUnproved(writing, now - DAY_MS);
    return ended + unproved + this.#devices.forgetUnbound(writing, now - DAY_MS);
  }
}
