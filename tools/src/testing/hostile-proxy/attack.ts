import type { z } from 'zod';
import type { Forger } from './forger.ts';
import { type Memory, read } from './memory.ts';
import { type Answer, jsonAnswer, type Passing, type Route } from './passing.ts';

/** What a switch may be told when it is turned on. */
export interface AttackOptions {
  /** Thumbprint of the one device that is meant; all of them where a switch needs none. */
  readonly victim?: string | undefined;
  /** A bundle that the platform really signed, to be served. */
  readonly bundle?: string | undefined;
  /** A confirmation code that fell into the wrong hands. */
  readonly code?: string | undefined;
}

/** What an attack has at hand. */
export interface World {
  readonly memory: Memory;
  readonly forger: Forger;
  readonly options: AttackOptions;
  /** Counts one deed: a switch that did nothing has shown nothing. */
  readonly acted: () => void;
  /** Sends a request of the attack's own to the real proxy. */
  readonly send: (passing: Passing) => Promise<Answer>;
}

type Possibly<T> = T | undefined | Promise<T | undefined>;

/** One way to be hostile. Requests are changed on their way in, answers by what is switched on when they go out. */
export interface Attack {
  readonly request?: (passing: Passing, world: World) => Promise<Passing | Answer>;
  readonly answer?: (answer: Answer, passing: Passing, world: World) => Promise<Answer>;
}

/** Changes the requests of a route, or answers them itself; `undefined` leaves one alone, anything else is counted. */
export function onRequest(
  route: Route,
  change: (passing: Passing, world: World) => Possibly<Passing | Answer>,
): Attack {
  return {
    request: async (passing, world) => {
      if (passing.route !== route) return passing;
      return counted(await change(passing, world), passing, world);
    },
  };
}

/** Changes the answers of a route; `undefined` leaves one alone, anything else is counted. */
export function onAnswer(
  route: Route,
  change: (answer: Answer, passing: Passing, world: World) => Possibly<Answer>,
): Attack {
  return {
    answer: async (answer, passing, world) => {
      if (passing.route !== route) return answer;
      return counted(await change(answer, passing, world), answer, world);
    },
  };
}

/** Changes what a good answer of a route says; everything else passes. */
export function onContent<T extends z.ZodType>(
  route: Route,
  schema: T,
  change: (content: z.output<T>, world: World, passing: Passing) => Possibly<z.input<T>>,
): Attack {
  return onAnswer(route, async (answer, passing, world) => {
    const content = answer.status === 200 ? read(schema, answer.body) : undefined;
    const changed = content === undefined ? undefined : await change(content, world, passing);
    return changed === undefined ? undefined : jsonAnswer(200, changed, answer.headers);
  });
}

function counted<T>(changed: T | undefined, same: T, world: World): T {
  if (changed === undefined) return same;
  world.acted();
  return changed;
}

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
