import { z } from 'zod';
import { IsoTime } from '../../vocabulary.ts';

const bytes = (most: number) =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/, 'base64url without padding')
    .max(most);

/** The one relying party: Studi0 is opened under this name, on whatever port. */
export const RP_ID = 'localhost';
/** Where Studi0 is open: the gateway of this device. */
export const StudioOrigin = z
  .string()
  .regex(/^http:\/\/localhost:[1-9]\d{0,4}$/, 'the address of Studi0 on this device, as http://localhost:9000');
/** Id of a credential, as the authenticator made it. */
export const PasskeyId = bytes(1400);
/** As its owner tells it from the others. */
export const PasskeyName = z
  .string()
  .regex(/^\S(.{0,62}\S)?$/, 'one line of at most 64 characters, without blanks around it');
const Transports = z.array(z.string().regex(/^[a-z-]{1,32}$/)).max(8);

/** What an authenticator made of a challenge to register; members as WebAuthn names them. */
export const PasskeyRegistration = z.strictObject({
  id: PasskeyId,
  clientDataJSON: bytes(4096),
  attestationObject: bytes(65_536),
  transports: Transports.default([]),
});
export type PasskeyRegistration = z.infer<typeof PasskeyRegistration>;

/** What an authenticator signed of a challenge. */
export const PasskeyAssertion = z.strictObject({
  id: PasskeyId,
  clientDataJSON: bytes(4096),
  authenticatorData: bytes(4096),
  signature: bytes(4096),
});
export type PasskeyAssertion = z.infer<typeof PasskeyAssertion>;

export const KnownPasskey = z.strictObject({ id: PasskeyId, transports: Transports });

/** What the browser is to have signed: once, and soon. */
export const PasskeyChallenge = z.strictObject({
  challenge: z.string(),
  rpId: z.literal(RP_ID),
  /** Passkeys that may sign it. */
  passkeys: z.array(KnownPasskey),
  expires: IsoTime,
});
export type PasskeyChallenge = z.infer<typeof PasskeyChallenge>;

export const PasskeyRecord = z.strictObject({
  passkey: PasskeyId,
  name: z.string(),
  email: z.string(),
  since: IsoTime,
  /** null before the first use. */
  lastUsed: IsoTime.nullable(),
});
export type PasskeyRecord = z.infer<typeof PasskeyRecord>;

export const PASSKEY_EXAMPLE: z.input<typeof PasskeyRecord> = {
  passkey: 'dGhlLWlkLW9mLWEtcGFzc2tleQ',
  name: 'security key',
  email: 'ada@example.org',
  since: '2026-11-24T00:00:00Z',
  lastUsed: null,
};
export const CHALLENGE_EXAMPLE: z.input<typeof PasskeyChallenge> = {
  challenge: 'Y2hhbGxlbmdlLW9mLTMyLXJhbmRvbS1ieXRlcy0tLS0',
  rpId: RP_ID,
  passkeys: [{ id: PASSKEY_EXAMPLE.passkey, transports: ['usb'] }],
  expires: '2026-11-24T00:05:00Z',
};
export const ASSERTION_EXAMPLE: z.input<typeof PasskeyAssertion> = {
  id: PASSKEY_EXAMPLE.passkey,
  clientDataJSON: 'eyJ0eXBlIjoid2ViYXV0aG4uZ2V0In0',
  authenticatorData: 'c2lnbmVkIGJ5IHRoZSBhdXRoZW50aWNhdG9y',
  signature: 'MEUCIQ',
};
