import { readOuter } from '@dq0/encryption/verify';
import { PlatformAnswer, PostMessage, PullAnswer, PushRequest } from '@dq0/protocol';
import type { z } from 'zod';
import type { Answer, Passing } from './passing.ts';

const MOST = 200;

export interface SeenPost {
  readonly sender: string;
  readonly id: string;
  readonly envelope: string;
  readonly passing: Passing;
}

export type SeenMessage = z.output<typeof PullAnswer>['messages'][number];
export type SeenReply = z.output<typeof PushRequest>['replies'][number];

/** What a proxy that keeps everything knows: every sealed message, reply and bundle that went by, oldest first. */
export class Memory {
  readonly posts: SeenPost[] = [];
  readonly messages: SeenMessage[] = [];
  readonly replies: SeenReply[] = [];
  readonly bundles: string[] = [];
  readonly #firstSeen = new Map<number, number>();

  /** Looks at a request and its true answer, before either is changed. */
  note(passing: Passing, answer: Answer): void {
    if (passing.route === 'post') this.#notePost(passing);
    if (passing.route === 'push') this.#notePush(passing.body);
    if (answer.status !== 200) return;
    if (passing.route === 'pull') keep(this.messages, read(PullAnswer, answer.body)?.messages ?? []);
    if (passing.route === 'bundle') this.#noteBundle(read(PlatformAnswer, answer.body)?.bundle);
  }

  /** Another reply than the one to a message: of the same recipient, or of anybody else. */
  otherReply(id: string, whose: 'same' | 'other'): SeenReply | undefined {
    const recipient = this.posts.findLast((post) => post.id === id)?.sender;
    return this.replies.findLast((reply) => reply.id !== id && (reply.recipient === recipient) === (whose === 'same'));
  }

  /** How long ago a message was first asked for by its cursor; starts with 0. */
  millisecondsSince(cursor: number, now = Date.now()): number {
    const first = this.#firstSeen.get(cursor) ?? now;
    this.#firstSeen.set(cursor, first);
    return now - first;
  }

  #notePost(passing: Passing): void {
    const envelope = read(PostMessage, passing.body)?.envelope;
    const outer = envelope === undefined ? undefined : outerOf(envelope);
    if (envelope === undefined || outer === undefined) return;
    if (this.posts.some(({ sender, id }) => sender === outer.kid && id === outer.id)) return;
    keep(this.posts, [{ sender: outer.kid, id: outer.id, envelope, passing }]);
  }

  #notePush(body: string): void {
    const push = read(PushRequest, body);
    keep(this.replies, push?.replies ?? []);
    this.#noteBundle(push?.bundle);
  }

  #noteBundle(bundle: string | undefined): void {
    if (bundle !== undefined && !this.bundles.includes(bundle)) keep(this.bundles, [bundle]);
  }
}

export function outerOf(envelope: string): ReturnType<typeof readOuter> | undefined {
  try {
    return readOuter(envelope);
  } catch {
    return undefined;
  }
}

/** @returns undefined for what is not of this shape */
export function read<T extends z.ZodType>(schema: T, text: string): z.output<T> | undefined {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function keep<T>(list: T[], more: readonly T[]): void {
  list.push(...more);
  list.splice(0, Math.max(0, list.length - MOST));
}
