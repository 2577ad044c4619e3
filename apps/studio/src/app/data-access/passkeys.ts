import { inject, Injectable } from '@angular/core';
import type { PasskeyAssertion, PasskeyChallenge, PasskeyRegistration } from '@dq0/protocol';
import { Api } from './api.ts';
import { decode, encode } from './base64url.ts';
import { addPasskey, challengePasskey, confirmByPasskey, loginByPasskey, offerPasskey } from './operations.ts';
import { asProblem, Problem } from './problem.ts';
import type { OutputOf, Route } from './route.ts';

const TIMEOUT_MS = 120_000;
/** EdDSA, ES256, RS256. */
const ALGORITHMS = [-8, -7, -257];

/** What the browser and an authenticator do for the person: make a passkey, log in with one, sign a decision. */
@Injectable({ providedIn: 'root' })
export class Passkeys {
  readonly #api = inject(Api);

  /** @throws Problem */
  async add(name: string): Promise<void> {
    const offered = await this.#api.call(offerPasskey, { origin: location.origin });
    const registration = await made(offered);
    await this.confirmed(addPasskey, 'passkey.add', { name, registration });
  }

  /** The session is then the gateway's. @throws Problem */
  async logIn(): Promise<void> {
    const challenge = await this.#api.call(challengePasskey, { origin: location.origin });
    await this.#api.call(loginByPasskey, { assertion: await signed(challenge) });
  }

  /**
   * Makes a decision; where the policies ask for it, with the signature of a passkey over exactly this input.
   * @param operation its name, as it is digested
   * @throws Problem
   */
  async confirmed<I extends object, O>(route: Route<I, O>, operation: string, input: I): Promise<O> {
    try {
      return await this.#api.call(route, input);
    } catch (failure) {
      if (asProblem(failure).code !== 'STEP_UP_REQUIRED') throw failure;
      const asked = { origin: location.origin, operation, input: defined(input) };
      const challenge = await this.#api.call(confirmByPasskey, asked);
      return this.#api.call(route, input, undefined, await signed(challenge));
    }
  }
}

async function made(offered: OutputOf<typeof offerPasskey>): Promise<PasskeyRegistration> {
  const { challenge, rpId, passkeys, userHandle, email } = offered;
  const publicKey: PublicKeyCredentialCreationOptions = {
    challenge: decode(challenge),
    rp: { id: rpId, name: 'DQ0' },
    user: { id: decode(userHandle), name: email, displayName: email },
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
    excludeCredentials: passkeys.map(known),
    authenticatorSelection: { userVerification: 'required', residentKey: 'preferred' },
    attestation: 'none',
    timeout: TIMEOUT_MS,
  };
  const { rawId, response } = await asked(() => navigator.credentials.create({ publicKey }));
  const { clientDataJSON, attestationObject } = response as AuthenticatorAttestationResponse;
  const transports = (response as AuthenticatorAttestationResponse).getTransports();
  return {
    id: encode(rawId),
    clientDataJSON: encode(clientDataJSON),
    attestationObject: encode(attestationObject),
    transports,
  };
}

async function signed({ challenge, rpId, passkeys }: PasskeyChallenge): Promise<PasskeyAssertion> {
  const publicKey: PublicKeyCredentialRequestOptions = {
    challenge: decode(challenge),
    rpId,
    allowCredentials: passkeys.map(known),
    userVerification: 'required',
    timeout: TIMEOUT_MS,
  };
  const { rawId, response } = await asked(() => navigator.credentials.get({ publicKey }));
  const { clientDataJSON, authenticatorData, signature } = response as AuthenticatorAssertionResponse;
  return {
    id: encode(rawId),
    clientDataJSON: encode(clientDataJSON),
    authenticatorData: encode(authenticatorData),
    signature: encode(signature),
  };
}

function known({ id, transports }: PasskeyChallenge['passkeys'][number]): PublicKeyCredentialDescriptor {
  return { type: 'public-key', id: decode(id), transports: [...transports] as AuthenticatorTransport[] };
}

/** @throws Problem for whatever the browser, the authenticator or the person did not do */
async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  if (location.hostname !== 'localhost') {
    throw new Problem('PASSKEY_REFUSED', 'Passkeys work at the name localhost alone.', 'Open Studi0 with: dq0 studio');
  }
  try {
    const credential = await ask();
    if (credential instanceof PublicKeyCredential) return credential;
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'InvalidStateError') {
      throw new Problem('PASSKEY_EXISTS', 'This passkey is registered already.', 'Take another authenticator.');
    }
  }
  throw new Problem(
    'PASSKEY_REFUSED',
    'No passkey was used.',
    'Try again; when the browser asks, choose a passkey of this account and give its PIN or your finger.',
  );
}

/** As JSON carries it: without what is undefined. */
function defined(input: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined));
}
