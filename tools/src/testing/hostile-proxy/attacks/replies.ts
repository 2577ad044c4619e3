import { NONCE_HEADER, ReplyAnswer } from '@dq0/protocol';
import { type Attack, onAnswer, onContent, pause, type World } from '../attack.ts';
import { replyId } from '../passing.ts';
import { flipBit, truncated } from '../tampering.ts';
import { answerAttacks } from './any-answer.ts';

/** Against the answers that clients wait for. */
export const replyAttacks = {
  'drop-replies': onAnswer('reply', async ({ headers }, passing) => {
    // Holds on for as long as the client asked, as an idle proxy would.
    await pause(Number(new URL(passing.path, 'http://localhost').searchParams.get('wait')) * 1000);
    return { status: 204, headers, body: '' };
  }),
  /** "None yet", at once and for ever. */
  'deny-replies': onAnswer('reply', ({ headers }) => ({ status: 204, headers, body: '' })),
  'delay-replies': onAnswer('reply', async (answer) => {
    await pause(1500);
    return answer;
  }),
  'flip-replies': onEnvelope((envelope) => flipBit(envelope, 1)),
  'flip-replies-header': onEnvelope((envelope) => flipBit(envelope, 0)),
  'flip-replies-signature': onEnvelope((envelope) => flipBit(envelope, 2)),
  'truncate-replies': onEnvelope(truncated),
  /** The reply to an earlier message of the same device. */
  'swap-replies': onEnvelope((_envelope, id, { memory }) => memory.otherReply(id, 'same')?.envelope),
  'swap-reply-users': onEnvelope((_envelope, id, { memory }) => memory.otherReply(id, 'other')?.envelope),
  /** The client's own request, as if it were the reply. */
  'echo-requests': onEnvelope((_envelope, id, { memory }) => memory.posts.findLast((post) => post.id === id)?.envelope),
  'resign-replies': onEnvelope((envelope, _id, { forger }) => forger.resigned(envelope)),
  /** Every answer names the same, long used nonce. */
  'stale-nonces': staleNonces(),
  'empty-replies': onAnswer('reply', ({ headers }) => ({ status: 200, headers, body: '{}' })),
  'garbage-replies': answerAttacks.garbage('reply'),
  'oversize-replies': answerAttacks.oversize('reply'),
  'slow-replies': answerAttacks.slow('reply'),
  'cut-replies': answerAttacks.cut('reply'),
  'redirect-replies': answerAttacks.redirect('reply'),
  'refuse-replies': answerAttacks.refuse('reply', 403),
  'fail-replies': answerAttacks.refuse('reply', 500),
} as const satisfies Record<string, Attack>;

function onEnvelope(
  change: (envelope: string, id: string, world: World) => string | undefined | Promise<string | undefined>,
): Attack {
  return onContent('reply', ReplyAnswer, async ({ id, envelope }, world, passing) => {
    const changed = await change(envelope, replyId(passing.path), world);
    return changed === undefined ? undefined : { id, envelope: changed };
  });
}

function staleNonces(): Attack {
  return {
    answer: (answer, { route }, { acted }) => {
      if (route === 'pull' || route === 'push') return Promise.resolve(answer);
      acted();
      return Promise.resolve({ ...answer, headers: { ...answer.headers, [NONCE_HEADER]: 'AAAAAAAAAAAAAAAAAAAAAA' } });
    },
  };
}
