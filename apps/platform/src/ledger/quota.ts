/** Whom a quota is for: the id of a user, the name of a group, or the full name of a project. */
export interface QuotaSubject {
  readonly kind: 'user' | 'group' | 'project';
  readonly subject: string;
}

export interface Quota extends QuotaSubject {
  /** Part of the account's limit at its primary order, 0 to 1. */
  readonly share: number;
}
