import { Injectable } from '@nestjs/common';
import { parseJson } from '@dq0/node/http';
import { ReleasedResult } from '@dq0/protocol';
import type { AfterCheck, AfterSubject, Verdict } from '../check.ts';
import { measuredProblem, tableProblem } from './result-shape.ts';

/** The one output of a query plugin that leaves. */
export const RESULT_FILE = 'result.json';

/**
 * Are these the bytes that were promised, and no others? Reads the structure of the result, never what stands in it:
 * a value that could stop a release would tell by the stop.
 */
@Injectable()
export class ReleaseRulesCheck implements AfterCheck {
  readonly name = 'release-rules';
  readonly version = '2';

  check({ job, artifacts, bytes, digest }: AfterSubject): Verdict {
    const [artifact, ...others] = artifacts;
    if (artifact?.path !== RESULT_FILE || others.length > 0) {
      return refuse(`the outputs are not exactly ${RESULT_FILE}`);
    }
    if (artifact.sha256 !== digest || artifact.bytes !== bytes.length)
      return refuse('the bytes differ from their digest');
    const table = parseTable(bytes);
    if (table === undefined) return refuse('the result is not a table');
    const { measured, ...shown } = table;
    const problem = tableProblem(shown, job.plan) ?? (measured && measuredProblem(measured, job.plan)) ?? null;
    return problem === null ? { pass: true } : refuse(problem);
  }
}

function parseTable(bytes: Uint8Array): ReleasedResult | undefined {
  try {
    return ReleasedResult.safeParse(parseJson(bytes)).data;
  } catch {
    return undefined;
  }
}

function refuse(reason: string): Verdict {
  return { pass: false, code: 'RELEASE_REFUSED', reason };
}
