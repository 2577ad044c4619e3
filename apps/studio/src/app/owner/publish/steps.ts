/** The steps of publishing, in order. */
export const STEPS = [
  { id: 'connect', name: 'Connect', about: 'where the data are' },
  { id: 'types', name: 'Types', about: 'columns of the table' },
  { id: 'unit', name: 'Unit and caps', about: 'who is protected' },
  { id: 'columns', name: 'Columns', about: 'bounds and values' },
  { id: 'level', name: 'Sensitivity', about: 'what may be seen' },
  { id: 'budget', name: 'Budget', about: 'how much in all' },
  { id: 'simulate', name: 'Simulate', about: 'typical questions' },
  { id: 'publish', name: 'Publish', about: 'check and sign' },
] as const;
export type StepId = (typeof STEPS)[number]['id'];

/** A place as the wizard calls it: of the one table, without its name. */
export function placeOf(path: string): string {
  return path
    .replaceAll(' ', '.')
    .replace(/^tables\.[^.]+(?=\.|$)/, 'table')
    .replace(/\.line\.\d+$/, '');
}

const OF_STEP: readonly (readonly [RegExp, StepId])[] = [
  [/^(connector|name|description)\b/, 'connect'],
  [/^table\.columns\.[^.]+\.(lower|upper|values|other|target|identifier|hidden)\b/, 'columns'],
  [/^table\.columns\.[^.]+\.(type|scale|digits)\b/, 'types'],
  [/^table\.columns\.[^.]+$/, 'columns'],
  [/^(table\.(unit|maxUnits|minUnits|keys)|entity|account)\b/, 'unit'],
  [/^(privacyLevel|publicMetadata|timing)\b/, 'level'],
  [/^(budget|limits)\b/, 'budget'],
  [/^tables?\b/, 'types'],
  [/^groups\b/, 'publish'],
];

/** The step on which a place of the definition is written. */
export function stepOf(place: string): StepId {
  return OF_STEP.find(([pattern]) => pattern.test(place))?.[1] ?? 'publish';
}

export function indexOf(step: StepId): number {
  return STEPS.findIndex(({ id }) => id === step);
}
