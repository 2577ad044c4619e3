export { canonicalJson } from './digest/canonical-json.ts';
export { hmacHex } from './digest/hmac.ts';
export { newMessageId } from './digest/random-token.ts';
export { sha256HexSync } from './digest/sha256-sync.ts';
export {
  generateEncryptionKey,
  importEncryptionKey,
  importEncryptionPublic,
  type EncryptionKey,
  type EncryptionPublicKey,
} from './keys/encryption-key.ts';
export { exportPrivateKey } from './keys/export-private-key.ts';
export { generateIdentityKey, importIdentityKey, type IdentityKey } from './keys/identity-key.ts';
export {
  openFirstMessage,
  openMessage,
  type FirstMessage,
  type OpenedMessage,
  type OpenExpectation,
} from './seal/open-message.ts';
export { SealError, type SealFault } from './seal/seal-error.ts';
export { sealMessage, type MessageToSeal } from './seal/seal-message.ts';
export { signAuditHead } from './sign/sign-audit-head.ts';
export { signBundle } from './sign/sign-bundle.ts';
export { signProof, type ProofToSign } from './sign/sign-proof.ts';
export * from './verify/index.ts';
