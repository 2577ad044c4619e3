import { RP_ID, type PasskeyAssertion, type PasskeyRegistration } from '@dq0/protocol';
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { COSEALG, decodeAttestationObject } from '@simplewebauthn/server/helpers';
import type { Passkey } from './passkeys.repository.ts';

/** What must have been signed, and where. */
export interface Expected {
  readonly challenge: string;
  readonly origin: string;
}

export interface MadePasskey {
  readonly id: string;
  readonly publicKey: string;
  readonly counter: number;
}

const ALGORITHMS = [COSEALG.EdDSA, COSEALG.ES256, COSEALG.RS256];
const CREDENTIAL = { type: 'public-key', clientExtensionResults: {} } as const;

/** The public key of a new passkey, where challenge, origin, relying party and user verification are right. */
export async function registeredPasskey(
  { id, clientDataJSON, attestationObject }: PasskeyRegistration,
  { challenge, origin }: Expected,
): Promise<MadePasskey | undefined> {
  try {
    // Who made the authenticator is not asked. A statement about it would have its certificates looked up on the network.
    if (decodeAttestationObject(Buffer.from(attestationObject, 'base64url')).get('fmt') !== 'none') return undefined;
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { ...CREDENTIAL, id, rawId: id, response: { clientDataJSON, attestationObject } },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: RP_ID,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (registrationInfo?.credential.id !== id) return undefined;
    const { publicKey, counter } = registrationInfo.credential;
    return { id, publicKey: Buffer.from(publicKey).toString('base64url'), counter };
  } catch {
    return undefined;
  }
}

/** The counter that an assertion carries, where everything else about it is right; what it means is for the caller. */
export async function assertedCounter(
  { id, clientDataJSON, authenticatorData, signature }: PasskeyAssertion,
  { publicKey }: Passkey,
  { challenge, origin }: Expected,
): Promise<number | undefined> {
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: { ...CREDENTIAL, id, rawId: id, response: { clientDataJSON, authenticatorData, signature } },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: RP_ID,
      requireUserVerification: true,
      // The counter is compared by the caller: one that goes back is told apart from a wrong signature.
      credential: { id, publicKey: Buffer.from(publicKey, 'base64url'), counter: 0 },
    });
    return verified ? authenticationInfo.newCounter : undefined;
  } catch {
    return undefined;
  }
}
