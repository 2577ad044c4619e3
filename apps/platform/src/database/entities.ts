import { AccessRequestEntity } from '../access/access-request.entity.ts';
import { AuditEntity } from '../audit/audit.entity.ts';
import { GroupEntity } from '../groups/group.entity.ts';
import { GroupMemberEntity } from '../groups/group-member.entity.ts';
import { BundleEntity } from '../keys/bundle.entity.ts';
import { PlatformKeyEntity } from '../keys/platform-key.entity.ts';
import { MailEntity } from '../mail/mail.entity.ts';
import { InboxEntity } from '../operations/inbox.entity.ts';
import { OutboxEntity } from '../operations/outbox.entity.ts';
import { ProjectEntity } from '../projects/project.entity.ts';
import { ProjectMemberEntity } from '../projects/project-member.entity.ts';
import { ChallengeEntity } from '../passkeys/challenge.entity.ts';
import { PasskeyEntity } from '../passkeys/passkey.entity.ts';
import { OwnPolicyEntity } from '../policies/own-policy.entity.ts';
import { ProxyCursorEntity } from '../pull-loop/proxy-cursor.entity.ts';
import { ConfirmationCodeEntity } from '../users/confirmation-code.entity.ts';
import { DeviceEntity } from '../users/device.entity.ts';
import { PairingEntity } from '../users/pairing.entity.ts';
import { PasswordResetEntity } from '../users/password-reset.entity.ts';
import { SessionEntity } from '../users/session.entity.ts';
import { UserEntity } from '../users/user.entity.ts';
import { AccountEntity } from '../ledger/account.entity.ts';
import { AccountJoinEntity } from '../ledger/account-join.entity.ts';
import { ActorTotalEntity } from '../ledger/actor-total.entity.ts';
import { QuotaEntity } from '../ledger/quota.entity.ts';
import { SpendEntity } from '../ledger/spend.entity.ts';
import { CredentialEntity } from '../credentials/credential.entity.ts';
import { DataVersionEntity } from '../datasets/data-version.entity.ts';
import { DatasetEntity } from '../datasets/dataset.entity.ts';
import { PreparationEntity } from '../datasets/preparation.entity.ts';
import { AttemptEntity } from '../jobs/attempt.entity.ts';
import { JobCheckEntity } from '../jobs/job-check.entity.ts';
import { JobHistoryEntity } from '../jobs/job-history.entity.ts';
import { JobEntity } from '../jobs/job.entity.ts';
import { ReleaseEntity } from '../releases/release.entity.ts';
import { ReuseEntity } from '../releases/reuse.entity.ts';
import { ResultEntity } from '../releases/result.entity.ts';
import { SettingEntity } from './setting.entity.ts';

/** Every entity: what the drift check compares with the tables. */
export const entities = [
  UserEntity,
  DeviceEntity,
  ConfirmationCodeEntity,
  SessionEntity,
  PairingEntity,
  GroupEntity,
  GroupMemberEntity,
  ProjectEntity,
  ProjectMemberEntity,
  PasswordResetEntity,
  PasskeyEntity,
  ChallengeEntity,
  AccessRequestEntity,
  PlatformKeyEntity,
  BundleEntity,
  InboxEntity,
  OutboxEntity,
  MailEntity,
  AuditEntity,
  OwnPolicyEntity,
  SettingEntity,
  ProxyCursorEntity,
  AccountEntity,
  AccountJoinEntity,
  ActorTotalEntity,
  QuotaEntity,
  SpendEntity,
  CredentialEntity,
  DataVersionEntity,
  DatasetEntity,
  PreparationEntity,
  AttemptEntity,
  JobCheckEntity,
  JobHistoryEntity,
  JobEntity,
  ReleaseEntity,
  ReuseEntity,
  ResultEntity,
];
