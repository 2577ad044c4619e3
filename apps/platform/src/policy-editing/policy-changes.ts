import { Injectable } from '@nestjs/common';
import type { PolicyEffect } from '@dq0/protocol';
import type { Writing } from '../database/unit-of-work.ts';
import type { CallingUser } from '../operations/handler.ts';
import type { OwnPolicy } from '../policies/own-policy.ts';
import { PoliciesService } from '../policies/policies.service.ts';
import type { PolicySite } from './policy-access.ts';
import { PolicyTester } from './policy-tester.ts';

/** Writes a change, and says whom it gives or takes something. */
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
  ): { readonly version: number; readonly saved: OwnPolicy | undefined; readonly changes: PolicyEffect[] } {
    const before = home === null ? [] : this.tester.statements(writing, home);
    const version = this.policies.change(writing, { home, name, text, by: user.id });
    const saved = this.policies.at(writing, home).find((policy) => policy.name === name);
    if (home === null || dataset === undefined) return { version, saved, changes: [] };
    const after = this.tester.statements(writing, home);
    return { version, saved, changes: this.tester.effects(writing, dataset, before, after) };
  }
}
