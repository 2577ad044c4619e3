import { SHIPPED, textToForm } from '@dq0/permissions';
import type { PolicyRecord } from '@dq0/protocol';
import { policyId, type OwnPolicy, type PolicyHome } from '../policies/own-policy.ts';
import { SHIPPED_VERSION } from '../policies/policies.service.ts';

/** A policy as people see it. */
export function toRecord(home: PolicyHome, { name, text, version, by, at }: OwnPolicy): PolicyRecord {
  return {
    policy: policyId(home, name),
    shipped: false,
    version,
    changedBy: by,
    changedAt: new Date(at).toISOString(),
    text,
    form: home === null ? null : textToForm(text, home.dataset),
  };
}

/** The policies that are part of the product. */
export function shippedRecords(): PolicyRecord[] {
  return SHIPPED.policies.map(({ name, text }) => ({
    policy: policyId(null, name),
    shipped: true,
    version: SHIPPED_VERSION,
    changedBy: null,
    changedAt: null,
    text,
    form: null,
  }));
}
