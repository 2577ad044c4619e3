export { proofOfHeaders } from './client-proof.ts';
export { Nonces } from './nonces.ts';
export { Proofs, type ClientProof } from './proofs.ts';
export { ProofsModule } from './proofs.module.ts';
