import { Module } from '@nestjs/common';
import { MailModule } from '../mail/mail.module.ts';
import { UsersModule } from '../users/users.module.ts';
import { CeremonyService } from './ceremony.service.ts';
import { ChallengesRepository } from './challenges.repository.ts';
import { AddPasskeyHandler } from './handlers/add-passkey.handler.ts';
import { ChallengePasskeyHandler } from './handlers/challenge-passkey.handler.ts';
import { ConfirmByPasskeyHandler } from './handlers/confirm-by-passkey.handler.ts';
import { ListPasskeysHandler } from './handlers/list-passkeys.handler.ts';
import { LoginByPasskeyHandler } from './handlers/login-by-passkey.handler.ts';
import { OfferPasskeyHandler } from './handlers/offer-passkey.handler.ts';
import { RemovePasskeyHandler } from './handlers/remove-passkey.handler.ts';
import { PasskeyLoginService } from './passkey-login.service.ts';
import { PasskeysRepository } from './passkeys.repository.ts';
import { PasskeysService } from './passkeys.service.ts';
import { StepUpService } from './step-up.service.ts';

/** Passkeys: made, used to log in, and used to sign what is decided. */
@Module({
  imports: [MailModule, UsersModule],
  providers: [
    AddPasskeyHandler,
    ChallengePasskeyHandler,
    ConfirmByPasskeyHandler,
    ListPasskeysHandler,
    LoginByPasskeyHandler,
    OfferPasskeyHandler,
    RemovePasskeyHandler,
    CeremonyService,
    ChallengesRepository,
    PasskeyLoginService,
    PasskeysRepository,
    PasskeysService,
    StepUpService,
  ],
  exports: [CeremonyService, StepUpService],
})
export class PasskeysModule {}
