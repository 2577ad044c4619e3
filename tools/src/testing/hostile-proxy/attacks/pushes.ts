import { PushAnswer, PushRequest } from '@dq0/protocol';
import { type Attack, onAnswer, onContent, onRequest } from '../attack.ts';
import { read, type SeenReply } from '../memory.ts';
import { jsonAnswer } from '../passing.ts';
import { flipBit } from '../tampering.ts';
import { answerAttacks } from './any-answer.ts';

/** Against what the platform pushes. */
export const pushAttacks = {
  /** Says that it keeps the replies, and does not. */
  'drop-pushes': onRequest('push', (passing) => {
    const push = read(PushRequest, passing.body);
    return push && push.replies.length > 0 ? jsonAnswer(200, { stored: push.replies.length }) : undefined;
  }),
  'flip-pushes': onReplies((reply) => ({ ...reply, envelope: flipBit(reply.envelope) })),
  /** Keeps an older reply to the same device under the id of the new one, which the real proxy cannot see. */
  'swap-pushes': onReplies((reply, replies) => {
    const older = replies.findLast(({ recipient, id }) => recipient === reply.recipient && id !== reply.id);
    return older ? { ...reply, envelope: older.envelope } : reply;
  }),
  'replay-pushes': onAnswer('push', async (answer, passing, { send }) => {
    if (!read(PushRequest, passing.body)?.replies.length) return undefined;
    await Promise.all([passing, passing].map(send));
    return answer;
  }),
  /** Tells the platform that its replies are of no use. */
  'disown-pushes': onContent('push', PushAnswer, (_content, _world, passing) => {
    const replies = read(PushRequest, passing.body)?.replies ?? [];
    if (replies.length === 0) return undefined;
    return { stored: 0, refused: replies.map(({ recipient, id }) => ({ recipient, id, reason: 'conflict' as const })) };
  }),
  'garbage-pushes': answerAttacks.garbage('push'),
  'oversize-pushes': answerAttacks.oversize('push'),
} as const satisfies Record<string, Attack>;

function onReplies(change: (reply: SeenReply, seen: readonly SeenReply[]) => SeenReply): Attack {
  return onRequest('push', (passing, { memory }) => {
    const push = read(PushRequest, passing.body);
    if (!push || push.replies.length === 0) return undefined;
    const replies = push.replies.map((reply) => change(reply, memory.replies));
    return { ...passing, body: JSON.stringify({ ...push, replies }) };
  });
}
