import { PostMessage } from '@dq0/protocol';
import type { z } from 'zod';
import { type Attack, onAnswer, onRequest, pause, type World } from '../attack.ts';
import { outerOf, read } from '../memory.ts';
import { type Answer, jsonAnswer, type Passing } from '../passing.ts';
import { flipBit, truncated } from '../tampering.ts';
import { answerAttacks } from './any-answer.ts';

const REPLAYED = 20;

/** Against what clients post. */
export const requestAttacks = {
  /** Posts it three times more, and with it everything that was posted before. */
  'replay-requests': onAnswer('post', async (answer, passing, { memory, send }) => {
    const old = memory.posts.slice(-REPLAYED).map((post) => post.passing);
    await Promise.all([passing, passing, passing, ...old].map(send));
    return answer;
  }),
  /** Says that it took the message, and did not. */
  'drop-requests': onRequest('post', (passing) => taken(passing)),
  'censor-user': onRequest('post', (passing, { options }) =>
    outerOf(posted(passing)?.envelope ?? '')?.kid === options.victim ? taken(passing) : undefined,
  ),
  'refuse-requests': answerAttacks.refuse('post', 400),
  'fail-requests': answerAttacks.refuse('post', 503),
  'delay-requests': onRequest('post', async (passing) => {
    await pause(1500);
    return passing;
  }),
  'flip-requests': changed(({ envelope, key }) => ({ envelope: flipBit(envelope), key })),
  'truncate-requests': changed(({ envelope, key }) => ({ envelope: truncated(envelope), key })),
  'swap-request-key': changed(({ envelope }, { forger }) => ({ envelope, key: forger.identity.publicJwk })),
  /** Takes the client's signature off and registers a key of its own: the key of a device is what this is about. */
  'substitute-client-key': changed(async ({ envelope }, { forger }) => ({
    envelope: await forger.resigned(envelope),
    key: forger.identity.publicJwk,
  })),
  /** Delivers somebody else's first message, long answered, in place of this one. */
  'swap-requests': onRequest('post', async (passing, { memory, send }) => {
    const sender = outerOf(posted(passing)?.envelope ?? '')?.kid;
    const other = memory.posts.find((post) => post.sender !== sender);
    if (!other) return undefined;
    await send(other.passing);
    return taken(passing);
  }),
  'cut-requests': answerAttacks.cut('post'),
} as const satisfies Record<string, Attack>;

type Posted = z.output<typeof PostMessage>;

const posted = (passing: Passing): Posted | undefined => read(PostMessage, passing.body);

function changed(change: (posted: Posted, world: World) => Posted | Promise<Posted>): Attack {
  return onRequest('post', async (passing, world) => {
    const content = posted(passing);
    return content && { ...passing, body: JSON.stringify(await change(content, world)) };
  });
}

const taken = (passing: Passing): Answer => jsonAnswer(202, { id: outerOf(posted(passing)?.envelope ?? '')?.id ?? '' });
