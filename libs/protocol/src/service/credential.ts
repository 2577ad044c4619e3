import { z } from 'zod';

/** Printable on one line: what drivers and logs could be led astray by is refused. */
const OneLine = z.string().regex(/^\P{Cc}*$/u, 'one line without control characters');
const Pem = z.string().max(64_000).startsWith('-----BEGIN ', 'PEM text, beginning with -----BEGIN');

/** How a connection to a database is protected on its way. */
export const TlsSettings = z
  .strictObject({
    /** `verify`: certificate and host name are checked; `require`: encrypted, with whoever answers; `off`: plain. */
    mode: z.enum(['verify', 'require', 'off']),
    /** Authorities to trust instead of the machine's own. */
    ca: Pem.optional(),
    /** The client's own certificate and key, where the database asks for them. */
    certificate: Pem.optional(),
    key: Pem.optional(),
  })
  .refine(({ certificate, key }) => (certificate === undefined) === (key === undefined), {
    error: 'certificate and key together, or neither',
  });
export type TlsSettings = z.infer<typeof TlsSettings>;

/** What opens a database. It exists in plain text in one message, in the service's memory and in the fetch worker. */
export const SourceLogin = z.strictObject({
  user: OneLine.min(1).max(128),
  password: OneLine.max(1024),
  /** Without it: `off` to this machine itself, `verify` to every other. */
  tls: TlsSettings.optional(),
});
export type SourceLogin = z.infer<typeof SourceLogin>;

/** The plaintext of a stored credential: sealed to the service's key, so that the platform cannot read it again. */
export const SealedLogin = z.strictObject({
  purpose: z.literal('source login'),
  /** Id of the user whose credential it is; it opens data sets of this owner only. */
  owner: z.string(),
  credential: z.string(),
  login: SourceLogin,
});
export type SealedLogin = z.infer<typeof SealedLogin>;
