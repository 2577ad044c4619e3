import { CodedError, PasskeyAssertion, STEP_UP_HEADER } from '@dq0/protocol';

/**
 * A passkey is used at the address of this gateway and nowhere else: what a page says of itself counts only where it is
 * true. The platform takes the address from here, under the signature of the device.
 * @throws CodedError INPUT_INVALID
 */
export function requireOwnOrigin({ origin }: Readonly<Record<string, unknown>>, port: number): void {
  const own = `http://localhost:${port}`;
  if (origin === undefined || origin === own) return;
  throw new CodedError('INPUT_INVALID', { details: [{ path: 'origin', message: `Studi0 is open at ${own}` }] });
}

/** The assertion in the header of a decision. @throws CodedError INPUT_INVALID */
export function stepUpOf(given: string | readonly string[] | undefined): PasskeyAssertion | undefined {
  if (given === undefined) return undefined;
  const { success, data } = PasskeyAssertion.safeParse(parsed(String(given)));
  if (success) return data;
  const message = 'is no assertion of a passkey as JSON in base64url';
  throw new CodedError('INPUT_INVALID', { details: [{ path: STEP_UP_HEADER, message }] });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
