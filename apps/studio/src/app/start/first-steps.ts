import type { Face } from '../ui/faces.ts';

/** One step of the first-run list. `done` follows from what the platform tells, never from a click. */
export interface Step {
  readonly title: string;
  readonly text: string;
  readonly path: string;
  readonly go: string;
  readonly done: boolean;
}

/** What the platform told about the person's own work so far. */
export interface Known {
  readonly datasets: number;
  readonly questions: number;
  readonly released: number;
  /** The same question was asked twice, or more often. */
  readonly again: boolean;
  readonly waiting: number;
}

const letIn: Step = {
  title: 'Be let in',
  text: 'A person compared the fingerprint of this device and approved it.',
  path: '',
  go: '',
  done: true,
};

export function firstSteps(face: Face['id'], known: Known): readonly Step[] {
  if (face === 'sci') return scienceSteps(known);
  return face === 'own' ? ownerSteps(known) : adminSteps(known);
}

function scienceSteps({ datasets, questions, released, again }: Known): readonly Step[] {
  const query = '/sci/queries';
  return [
    letIn,
    step(
      'Look at a data set',
      'Columns, bounds and what is left of its account. Mock rows are free.',
      '/sci/datasets',
      'See data sets',
      datasets > 0,
    ),
    step('See a price', 'Move the slider between error and cost. Looking is free.', query, 'Open query', questions > 0),
    step('Get your first answer', 'Every number comes with its interval.', query, 'Open query', released > 0),
    step('Ask it again', 'The same question gives the same answer and uses nothing.', query, 'Open query', again),
  ];
}

function ownerSteps({ datasets, questions, waiting }: Known): readonly Step[] {
  return [
    letIn,
    step(
      'Publish a data set',
      'In eight steps, or with the command line: dq0 data add FILE',
      '/own/datasets',
      'See data sets',
      datasets > 0,
    ),
    step(
      'Let people in',
      'Compare the fingerprint by telephone, then approve.',
      '/own/people',
      'See people',
      waiting === 0,
    ),
    step(
      'See what is asked',
      'Every spend is on record, with its share and the question.',
      '/own/budgets',
      'See budgets',
      questions > 0,
    ),
  ];
}

function adminSteps({ waiting }: Known): readonly Step[] {
  return [
    letIn,
    step('See that all parts run', 'Platform, service, sandbox and plugins.', '/adm/health', 'See health', true),
    step(
      'Let people in',
      'Compare the fingerprint by telephone, then approve.',
      '/adm/people',
      'See people',
      waiting === 0,
    ),
  ];
}

function step(title: string, text: string, path: string, go: string, done: boolean): Step {
  return { title, text, path, go, done };
}
