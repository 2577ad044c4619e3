import { Core1795478400001 } from './0001-core.ts';
import { Jobs1795478400002 } from './0002-jobs.ts';
import { Budgets1795910400003 } from './0003-budgets.ts';
import { Credentials1795910400004 } from './0004-credentials.ts';
import { Reuses1795910400005 } from './0005-reuses.ts';
import { OwnPolicies1795996800006 } from './0006-own-policies.ts';
import { Pairings1796000000007 } from './0007-pairings.ts';
import { Groups1796083200010 } from './0010-groups.ts';
import { Projects1796083200011 } from './0011-projects.ts';
import { Purposes1796083200012 } from './0012-purposes.ts';
import { AccessRequests1796083200013 } from './0013-access-requests.ts';
import { Passkeys1796100000015 } from './0015-passkeys.ts';
import { PasswordResets1796100000016 } from './0016-password-resets.ts';
import { MailRefusals1796100000017 } from './0017-mail-refusals.ts';
import { Preparations1796200000020 } from './0020-preparations.ts';

/** In the order in which they run. One that was released is never changed. */
export const migrations = [
  Core1795478400001,
  Jobs1795478400002,
  Budgets1795910400003,
  Credentials1795910400004,
  Reuses1795910400005,
  OwnPolicies1795996800006,
  Pairings1796000000007,
  Groups1796083200010,
  Projects1796083200011,
  Purposes1796083200012,
  AccessRequests1796083200013,
  Passkeys1796100000015,
  PasswordResets1796100000016,
  MailRefusals1796100000017,
  Preparations1796200000020,
];
