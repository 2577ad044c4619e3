/** Which platform a profile trusts, and what it has last seen of it. Kept by the caller between processes. */
export interface PlatformPin {
  /** RFC 7638 thumbprint of the platform's identity key. */
  readonly thumbprint: string;
  /** Origins of proxies, the preferred one first. */
  readonly proxies: readonly string[];
  /** The newest verified bundle, compact JWS. */
  readonly bundle?: string | undefined;
  /** Its number: none lower is accepted again. */
  readonly bundleNumber?: number | undefined;
  /** Heads of the audit log that signed bundles announced, hexadecimal, the newest last: each must stay in it. */
  readonly auditHeads?: readonly string[] | undefined;
  /** When it was fetched, by this machine's clock, milliseconds since 1970. */
  readonly fetchedAt?: number | undefined;
}
