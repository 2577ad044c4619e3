import { Module } from '@nestjs/common';
import { GroupsModule } from '../groups/groups.module.ts';
import { MailModule } from '../mail/mail.module.ts';
import { AuthenticationService } from './authentication.service.ts';
import { ConfirmationCodesRepository } from './confirmation-codes.repository.ts';
import { DevicesRepository } from './devices.repository.ts';
import { DevicesService } from './devices.service.ts';
import { EnrolmentService } from './enrolment.service.ts';
import { ApproveUserHandler } from './handlers/approve-user.handler.ts';
import { ChangePasswordHandler } from './handlers/change-password.handler.ts';
import { ConfirmUserHandler } from './handlers/confirm-user.handler.ts';
import { DisableUserHandler } from './handlers/disable-user.handler.ts';
import { InviteDeviceHandler } from './handlers/invite-device.handler.ts';
import { ListDevicesHandler } from './handlers/list-devices.handler.ts';
import { ListUsersHandler } from './handlers/list-users.handler.ts';
import { LoginUserHandler } from './handlers/login-user.handler.ts';
import { LogoutUserHandler } from './handlers/logout-user.handler.ts';
import { NewPasswordHandler } from './handlers/new-password.handler.ts';
import { PairDeviceHandler } from './handlers/pair-device.handler.ts';
import { RegisterUserHandler } from './handlers/register-user.handler.ts';
import { RejectUserHandler } from './handlers/reject-user.handler.ts';
import { ResetPasswordHandler } from './handlers/reset-password.handler.ts';
import { RevokeDeviceHandler } from './handlers/revoke-device.handler.ts';
import { SetGroupsHandler } from './handlers/set-groups.handler.ts';
import { SetRolesHandler } from './handlers/set-roles.handler.ts';
import { WhoAmIHandler } from './handlers/who-am-i.handler.ts';
import { LoginDelay } from './login-delay.ts';
import { LoginService } from './login.service.ts';
import { PasswordHasher } from './password-hasher.ts';
import { PairingService } from './pairing.service.ts';
import { PairingsRepository } from './pairings.repository.ts';
import { PasswordResetService } from './password-reset.service.ts';
import { PasswordResetsRepository } from './password-resets.repository.ts';
import { PasswordService } from './password.service.ts';
import { RegistrationService } from './registration.service.ts';
import { SessionService } from './session.service.ts';
import { SessionsRepository } from './sessions.repository.ts';
import { UsersRepository } from './users.repository.ts';
import { UsersService } from './users.service.ts';
import { UsersSweep } from './users-sweep.ts';

const handlers = [
  ...[RegisterUserHandler, ConfirmUserHandler, LoginUserHandler, LogoutUserHandler, WhoAmIHandler],
  ...[ListUsersHandler, ApproveUserHandler, RejectUserHandler, DisableUserHandler],
  ...[ChangePasswordHandler, SetRolesHandler, SetGroupsHandler, ListDevicesHandler, RevokeDeviceHandler],
  ...[InviteDeviceHandler, PairDeviceHandler, ResetPasswordHandler, NewPasswordHandler],
];
const repositories = [
  UsersRepository,
  DevicesRepository,
  ConfirmationCodesRepository,
  SessionsRepository,
  PairingsRepository,
  PasswordResetsRepository,
];

@Module({
  imports: [MailModule, GroupsModule],
  providers: [
    ...handlers,
    ...repositories,
    AuthenticationService,
    DevicesService,
    EnrolmentService,
    LoginDelay,
    LoginService,
    PasswordHasher,
    PairingService,
    PasswordResetService,
    PasswordService,
    RegistrationService,
    SessionService,
    UsersService,
    UsersSweep,
  ],
  exports: [AuthenticationService, EnrolmentService, LoginService, UsersService, UsersSweep],
})
export class UsersModule {}
