export type NoticeCode =
  | 'PROXY_UNREACHABLE'
  | 'PROXY_REFUSED'
  | 'PROXY_SILENT'
  | 'REPLY_INVALID'
  | 'BUNDLE_INVALID'
  | 'BUNDLE_STALE'
  | 'CLOCK_BEHIND';

/** Something that the client noticed and could work around: for people to read, never a reason to stop. */
export interface Notice {
  readonly code: NoticeCode;
  readonly message: string;
}
