import { PullAnswer } from '@dq0/protocol';
import type { z } from 'zod';
import { type Attack, onContent, pause, type World } from '../attack.ts';
import { read } from '../memory.ts';
import { jsonAnswer } from '../passing.ts';
import { flipBit, truncated } from '../tampering.ts';
import { answerAttacks } from './any-answer.ts';

const REPLAYED = 50;
const HELD_MS = 600;
/** Beyond any number that a proxy will ever give: the year 2255 in microseconds. */
const FAR_AHEAD = Number.MAX_SAFE_INTEGER;

type Page = z.output<typeof PullAnswer>;
type Message = Page['messages'][number];

/** Against what the platform pulls. */
export const pullAttacks = {
  /** Every page brings back the messages of earlier pages, and its own twice. */
  'replay-pulls': onMessages((messages, { memory }) => [
    ...memory.messages.slice(-REPLAYED),
    ...messages,
    ...memory.messages.slice(-REPLAYED),
  ]),
  'duplicate-pulls': onMessages((messages) => messages.flatMap((message) => [message, message, message])),
  'reorder-pulls': reordering(),
  'delay-pulls': onContent('pull', PullAnswer, async (page) => {
    if (page.messages.length === 0) return undefined;
    await pause(1500);
    return page;
  }),
  /** Takes them off and acknowledges in the platform's place. */
  'drop-pulls': onMessages(() => []),
  'flip-pulls': onEnvelopes((envelope) => flipBit(envelope, 1)),
  'flip-pulls-header': onEnvelopes((envelope) => flipBit(envelope, 0)),
  'flip-pulls-signature': onEnvelopes((envelope) => flipBit(envelope, 2)),
  'truncate-pulls': onEnvelopes(truncated),
  'resign-pulls': onEnvelopes((envelope, { forger }) => forger.resigned(envelope)),
  /** Hides each message between sealed ones of a device that nobody knows. */
  'flood-pulls': onMessages(async (messages, { memory, forger }) => {
    const bundle = memory.bundles.at(-1);
    if (bundle === undefined) return messages;
    const body = { operation: 'user.whoami', input: {}, replyKey: forger.encryption.publicJwk };
    const forged = await Promise.all(Array.from({ length: 20 }, () => forger.request(bundle, body)));
    return [...forged.map((envelope) => ({ cursor: messages[0]?.cursor ?? 1, envelope })), ...messages];
  }),
  /** Names an old cursor, so that everything comes again. */
  'rewind-cursor': onContent('pull', PullAnswer, (page) =>
    page.messages.length === 0 ? undefined : { ...page, cursor: 0 },
  ),
  /** Names a cursor that no message will reach. */
  'run-ahead-cursor': onContent('pull', PullAnswer, (page) =>
    page.messages.length === 0 ? undefined : { ...page, cursor: FAR_AHEAD },
  ),
  'garbage-pulls': answerAttacks.garbage('pull'),
  'oversize-pulls': answerAttacks.oversize('pull'),
  'redirect-pulls': answerAttacks.redirect('pull'),
  'refuse-pulls': answerAttacks.refuse('pull', 401),
  'slow-pulls': answerAttacks.slow('pull'),
  'cut-pulls': answerAttacks.cut('pull'),
} as const satisfies Record<string, Attack>;

/** Changes the messages of a page that has any. */
function onMessages(change: (messages: Message[], world: World) => Message[] | Promise<Message[]>): Attack {
  return onContent('pull', PullAnswer, async (page, world) =>
    page.messages.length === 0 ? undefined : { ...page, messages: await change(page.messages, world) },
  );
}

function onEnvelopes(change: (envelope: string, world: World) => string | Promise<string>): Attack {
  return onMessages((messages, world) =>
    Promise.all(messages.map(async ({ cursor, envelope }) => ({ cursor, envelope: await change(envelope, world) }))),
  );
}

/**
 * Delivers the newest first. A message that comes alone is held back until another one overtakes it, or for a while: the
 * empty page acknowledges nothing, so the real proxy names it again with the next. Only an overtaking counts.
 */
function reordering(): Attack {
  return {
    answer: async (answer, { route }, { acted, memory }) => {
      const page = route === 'pull' && answer.status === 200 ? read(PullAnswer, answer.body) : undefined;
      const [first] = page?.messages ?? [];
      if (!page || !first) return answer;
      if (page.messages.length > 1) {
        acted();
        return jsonAnswer(200, { ...page, messages: page.messages.toReversed() }, answer.headers);
      }
      if (memory.millisecondsSince(first.cursor) > HELD_MS) return answer;
      await pause(50);
      return jsonAnswer(200, { cursor: 0, messages: [] }, answer.headers);
    },
  };
}
