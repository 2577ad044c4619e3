import { MAX_ENVELOPE_BYTES } from '@dq0/protocol';

/** Largest body of one message: the envelope, its key and the JSON around them. */
export const MESSAGE_BODY_BYTES = MAX_ENVELOPE_BYTES + 8192;
/** Largest body of a push; a platform with more to say pushes again. */
export const PUSH_BODY_BYTES = 8 * 1024 * 1024;
