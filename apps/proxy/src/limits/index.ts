export { addressKey } from './address-key.ts';
export { MESSAGE_BODY_BYTES, PUSH_BODY_BYTES } from './body-sizes.ts';
export { Limits } from './limits.ts';
export { LimitsModule } from './limits.module.ts';
export { MemoryBudget } from './memory-budget.ts';
export { RequestGuard } from './request-guard.ts';
