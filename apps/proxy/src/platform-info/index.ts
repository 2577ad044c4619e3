export { PlatformInfoModule } from './platform-info.module.ts';
export { PlatformInfo } from './platform-info.ts';
