import { Module } from '@nestjs/common';
import { MailModule } from '../mail/mail.module.ts';
import { AuthenticationService } from './authentication.service.ts';
import { ConfirmationCodesRepository } from './confirmation-codes.repository.ts';
import { DevicesRepository } from './devices.repository.ts';
import { EnrolmentService } from './enrolment.service.ts';
import { ApproveUserHandler } from './handlers/approve-user.handler.ts';
import { ConfirmUserHandler } from './handlers/confirm-user.handler.ts';
import { DisableUserHandler } from './handlers/disable-user.handler.ts';
import { ListUsersHandler } from './handlers/list-users.handler.ts';
import { LoginUserHandler } from './handlers/login-user.handler.ts';
import { LogoutUserHandler } from './handlers/logout-user.handler.ts';
import { RegisterUserHandler } from './handlers/register-user.handler.ts';
import { RejectUserHandler } from './handlers/reject-user.handler.ts';
import { WhoAmIHandler } from './handlers/who-am-i.handler.ts';
import { LoginDelay } from './login-delay.ts';
import { LoginService } from './login.service.ts';
import { PasswordHasher } from './password-hasher.ts';
import { RegistrationService } from './registration.service.ts';
import { SessionService } from './session.service.ts';
import { SessionsRepository } from './sessions.repository.ts';
import { UsersRepository } from './users.repository.ts';
import { UsersService } from './users.service.ts';
import { UsersSweep } from './users-sweep.ts';

const handlers = [
  ...[RegisterUserHandler, ConfirmUserHandler, LoginUserHandler, LogoutUserHandler, WhoAmIHandler],
  ...[ListUsersHandler, ApproveUserHandler, RejectUserHandler, DisableUserHandler],
];
const repositories = [UsersRepository, DevicesRepository, ConfirmationCodesRepository, SessionsRepository];

@Module({
  imports: [MailModule],
  providers: [
    ...handlers,
    ...repositories,
    AuthenticationService,
    EnrolmentService,
    LoginDelay,
    LoginService,
    PasswordHasher,
    RegistrationService,
    SessionService,
    UsersService,
    UsersSweep,
  ],
  exports: [AuthenticationService, EnrolmentService, UsersService, UsersSweep],
})
export class UsersModule {}
