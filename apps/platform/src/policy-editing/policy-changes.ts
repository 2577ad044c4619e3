import { Injectable } from '@nestjs/common';
import { NO_CONSEQUENCES, type PolicyConsequences } from '@dq0/protocol';
import type { Writing } from '../database/unit-of-work.ts';
import type { CallingUser } from '../operations/handler.ts';
import type { OwnPolicy } from '../policies/own-policy.ts';
import { PoliciesService } from '../policies/policies.service.ts';
import type { PolicySite } from './policy-access.ts';
import { PolicyTester } from './policy-tester.ts';

/** Writes a change, and says what it does. */
@Injectable()
export class PolicyChanges {
  constructor(
    private readonly policies: PoliciesService,
    private readonly tester: PolicyTester,
  ) {}

  make(
    writing: Writing,
    { home, dataset }: PolicySite,
    { name, text }: { readonly name: string; readonly text: string | null },
    user: CallingUser,
  ): { readonly version: number; readonly saved: OwnPolicy | undefined; readonly consequences: PolicyConsequences } {
    const before = this.policies.at(writing, home);
    const version = this.policies.change(writing, { home, name, text, by: user.id });
    const after = this.policies.at(writing, home);
    const saved = after.find((policy) => policy.name === name);
    if (home === null || dataset === undefined) return { version, saved, consequences: NO_CONSEQUENCES };
    const consequences = this.tester.consequences(writing, { home, dataset }, { own: before }, { own: after });
    return { version, saved, consequences };
  }
}
