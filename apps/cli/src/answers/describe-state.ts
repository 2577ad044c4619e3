import type { QueryAnswer } from '@dq0/protocol';
import { isPending, waitsForPeople } from './outcome.ts';

/** What a state without rows means, and what to do about it. */
export function describeState(answer: QueryAnswer): string {
  const job = answer.job ?? '';
  if (isPending(answer)) return `Job ${job} is ${answer.state}.\nWhat to do: dq0 query result ${job}`;
  if (waitsForPeople(answer)) {
    return `Job ${job} waits for the approval of a person.\nWhat to do: come back later with: dq0 query result ${job}`;
  }
  if (answer.state === 'withheld') {
    return `The result of job ${job} was withheld; its cost is charged.\nWhat to do: ask the owner of the data set to look at it.`;
  }
  return `Job ${job} is ${answer.state}; nothing was charged.`;
}
