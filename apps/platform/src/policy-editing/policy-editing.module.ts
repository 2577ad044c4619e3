import { Module } from '@nestjs/common';
import { DatasetsModule } from '../datasets/datasets.module.ts';
import { LedgerModule } from '../ledger/ledger.module.ts';
import { DiffPoliciesHandler } from './diff-policies.handler.ts';
import { ListPoliciesHandler } from './list-policies.handler.ts';
import { PolicyAccess } from './policy-access.ts';
import { PolicyChanges } from './policy-changes.ts';
import { PolicyDrafts } from './policy-drafts.ts';
import { PolicyTester } from './policy-tester.ts';
import { RemovePolicyHandler } from './remove-policy.handler.ts';
import { SetPolicyHandler } from './set-policy.handler.ts';
import { ShowPolicyHandler } from './show-policy.handler.ts';
import { TestPolicyHandler } from './test-policy.handler.ts';

/** Own policies as their authors see, write and try them. What decides by them is in `policies`. */
@Module({
  imports: [LedgerModule, DatasetsModule],
  providers: [
    PolicyAccess,
    PolicyDrafts,
    PolicyTester,
    PolicyChanges,
    ListPoliciesHandler,
    ShowPolicyHandler,
    SetPolicyHandler,
    RemovePolicyHandler,
    TestPolicyHandler,
    DiffPoliciesHandler,
  ],
  exports: [PolicyDrafts, PolicyChanges],
})
export class PolicyEditingModule {}
