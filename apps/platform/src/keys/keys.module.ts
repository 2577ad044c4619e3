import { Global, Module } from '@nestjs/common';
import { BundleRepository } from './bundle.repository.ts';
import { BundleService } from './bundle.service.ts';
import { KeyRegister } from './key-register.ts';
import { KeyRenewal } from './key-renewal.ts';
import { KeyStore } from './key-store.ts';
import { KeyedHash } from './keyed-hash.ts';
import { PlatformKeysRepository } from './platform-keys.repository.ts';
import { PlatformKeys } from './platform-keys.ts';

/** Global: the platform signs, seals and hashes with these. */
@Global()
@Module({
  providers: [
    { provide: PlatformKeys, inject: [KeyStore], useFactory: (store: KeyStore) => PlatformKeys.read(store) },
    KeyedHash,
    KeyRegister,
    KeyRenewal,
    PlatformKeysRepository,
    BundleRepository,
    BundleService,
  ],
  exports: [PlatformKeys, KeyRegister, KeyRenewal, KeyedHash, BundleService],
})
export class KeysModule {}
