/**
 * A suite is named in every `typ`, at the place of the key that made that layer: `rsa2048` means PS256 by a
 * 2048-bit key, or RSA-OAEP-256 to a 2048-bit key with A256GCM. It must match the key, so a pinned key cannot be
 * answered with a weaker suite.
 */
export const SUITES = { rsa2048: 2048, rsa3072: 3072, rsa4096: 4096 } as const;
export type Suite = keyof typeof SUITES;
/** Size of a modulus, bits. */
export type ModulusBits = (typeof SUITES)[Suite];

export const SIGNATURE_ALGORITHM = 'PS256';
export const KEY_ALGORITHM = 'RSA-OAEP-256';
export const CONTENT_ALGORITHM = 'A256GCM';

const VERSION = 1;
const TYP = /^dq0-([a-z-]+)\+([0-9]+)\.([a-z0-9]+)$/;

/** The suite of a modulus of this many bits, if there is one. */
export function suiteOfBits(bits: number): Suite | undefined {
  return (Object.keys(SUITES) as Suite[]).find((suite) => SUITES[suite] === bits);
}

/** Bytes of a modulus, a signature and an encrypted content key in this suite. */
export function modulusBytes(suite: Suite): number {
  return SUITES[suite] / 8;
}

/** `dq0-<kind>+<version>.<suite>`, as in `dq0-request+1.rsa2048`. */
export function formatTyp(kind: string, suite: Suite): string {
  return `dq0-${kind}+${VERSION}.${suite}`;
}

/** Kind and suite of a `typ` of this version; undefined for every other text. */
export function parseTyp(typ: unknown): { kind: string; suite: Suite } | undefined {
  if (typeof typ !== 'string') return undefined;
  const [, kind, version, suite] = TYP.exec(typ) ?? [];
  if (kind === undefined || version !== String(VERSION) || suite === undefined) return undefined;
  return Object.hasOwn(SUITES, suite) ? { kind, suite: suite as Suite } : undefined;
}
