/** What makes a message unique: the key that signed it and the id it chose. */
export interface MessageKey {
  /** Thumbprint of the sender. */
  readonly device: string;
  readonly id: string;
}
