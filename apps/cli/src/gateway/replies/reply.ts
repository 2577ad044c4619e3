/** An answer as it leaves the gateway: its status, its JSON text, and what kind of JSON it is. */
export interface Reply {
  readonly status: number;
  readonly text: string;
  readonly mediaType: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const JSON_MEDIA_TYPE = 'application/json';
