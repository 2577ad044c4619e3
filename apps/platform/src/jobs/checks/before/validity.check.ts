import { Injectable } from '@nestjs/common';
import { verifyPlan } from '@dq0/accounting';
import { COUNTED_PARTS, noiseEvents, type AcceptedPlan, type DatasetDefinition, type NoiseEvent } from '@dq0/protocol';
import type { BeforeCheck, BeforeSubject, Verdict } from '../check.ts';
import { noiseDelta } from './noise-delta.ts';
import { thresholdProblem } from './threshold-problem.ts';

/** A public key set has at most this many cells, so no accepted plan has more rows. */
const MOST_ROWS = 10_000;
/** Scales travel with six digits, and a display unit is a power of ten away from a quantum. */
const TOLERANCE = 1e-6;

/**
 * Is the plan what was asked, and is its noise enough? Nothing that the planner says about privacy is believed: sigma
 * is computed again from the sensitivities, and the mechanisms shown must be those that are charged.
 */
@Injectable()
export class ValidityCheck implements BeforeCheck {
  readonly name = 'validity';
  readonly version = '2';

  check(subject: BeforeSubject): Verdict {
    const { plan, dataset } = subject;
    const problem =
      mismatch(subject) ??
      noiseProblem(plan, dataset.definition) ??
      mechanismProblem(plan) ??
      thresholdProblem(plan, dataset.definition);
    if (problem === null) return { pass: true };
    return {
      pass: false,
      code: 'PLAN_INVALID',
      reason: `The plan does not hold: ${problem}.`,
      remedy: 'Tell the administrator: the plugin and the platform disagree.',
    };
  }
}

function mismatch({ plan, asked, dataset, plugin }: BeforeSubject): string | null {
  if (plan.epsilon !== asked.epsilon || plan.delta !== asked.delta)
    return 'it is calibrated to another epsilon or delta';
  if (plan.dataset !== dataset.name) return 'it is about another data set';
  if (plan.plugin.name !== plugin.name || plan.plugin.version !== plugin.version) return 'it is of another plugin';
  if (plan.maxRows > MOST_ROWS) return `it may give more than ${MOST_ROWS} rows`;
  const tables = plan.statements.flatMap((statement) => statement.tables);
  if (!tables.every((table) => table in dataset.definition.tables)) return 'it reads a table outside the data set';
  if (plan.errors.some(({ column }) => !plan.columns.some(({ name }) => name === column))) {
    return 'it names errors of unknown columns';
  }
  return null;
}

function noiseProblem(plan: AcceptedPlan, definition: DatasetDefinition): string | null {
  const { epsilon, events } = plan;
  const delta = noiseDelta(plan.delta, plan, definition);
  const verdict = verifyPlan({ epsilon, delta, events: noiseEvents(events) });
  return verdict.ok ? null : verdict.reason;
}

/** Each mechanism is one event, of its kind, and both its numbers are the event's in units of the column. */
function mechanismProblem({ mechanisms, events: charged }: AcceptedPlan): string | null {
  const events = noiseEvents(charged);
  if (mechanisms.length !== events.length) return 'mechanisms and events differ in number';
  for (const [index, mechanism] of mechanisms.entries()) {
    const event = events[index];
    if (event === undefined) return 'mechanisms and events differ in number';
    const { kind, scale, sensitivity } = numbersOf(event);
    if (mechanism.kind !== kind) return `mechanism ${index} is of another kind than its event`;
    const quantum = mechanism.scale / scale;
    if (!close(mechanism.sensitivity, sensitivity * quantum)) return `mechanism ${index} has another sensitivity`;
    if (COUNTED_PARTS.has(mechanism.part) && !close(quantum, 1))
      return `mechanism ${index} shows another scale than is charged`;
  }
  return null;
}

function numbersOf(event: NoiseEvent): { kind: 'gaussian' | 'laplace'; scale: number; sensitivity: number } {
  return event.kind === 'discrete_gaussian'
    ? { kind: 'gaussian', scale: Number(event.sigma), sensitivity: Math.sqrt(Number(event.l2Squared)) }
    : { kind: 'laplace', scale: Number(event.scale), sensitivity: Number(event.l1) };
}

function close(left: number, right: number): boolean {
  return Math.abs(left - right) <= TOLERANCE * Math.max(Math.abs(left), Math.abs(right));
}
