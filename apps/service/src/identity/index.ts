export { IdentityModule } from './identity.module.ts';
export { PlatformPin } from './platform-pin.ts';
export { ServiceKeys } from './service-keys.ts';
