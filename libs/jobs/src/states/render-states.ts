import { charged, isFinal, JOB_STATES, next, refundable, rowOf, type JobState } from './job-state.ts';
import { STATE_TABLE } from './state-table.ts';

/** The text of `docs/states.md`: diagram and table, made from the state table. */
export function renderStates(): string {
  return [
    '# Job states',
    '',
    'Made from `libs/jobs/src/states/state-table.ts` by `npm run generate`; do not edit.',
    '',
    '```mermaid',
    ...diagram(),
    '```',
    '',
    '| state | meaning | owner | moves to | deadline | then | recovery | spend |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...JOB_STATES.map(tableRow),
    '',
    'A failure after `opened` is `failed` inside and shown to people as `withheld`, with one text for all causes.',
    'Every move carries the epoch of its attempt: one made before is answered as before, one from an older epoch is refused.',
    '',
  ].join('\n');
}

function diagram(): string[] {
  const [first] = JOB_STATES;
  return [
    'stateDiagram-v2',
    ...(first === undefined ? [] : [`  [*] --> ${first}`]),
    ...JOB_STATES.flatMap((state) => next(state).map((to) => `  ${state} --> ${to}${edgeNote(state, to)}`)),
    ...JOB_STATES.filter(isFinal).map((state) => `  ${state} --> [*]`),
  ];
}

function edgeNote(from: JobState, to: JobState): string {
  if (refundable(from) && isFinal(to)) return ': refund';
  if (refundable(from) && charged(to)) return ': spend is final';
  return '';
}

function tableRow(state: JobState): string {
  const { meaning, spend } = STATE_TABLE[state];
  const cells = isFinal(state)
    ? ['–', '–', '–', '–', '–']
    : [
        rowOf(state).owner,
        next(state).join(', '),
        duration(rowOf(state).deadlineSeconds),
        rowOf(state).onDeadline,
        rowOf(state).recovery.replaceAll('_', ' '),
      ];
  return `| ${[state, meaning, ...cells, spend].join(' | ')} |`;
}

function duration(seconds: number): string {
  const units = [
    { name: 'd', size: 86_400 },
    { name: 'h', size: 3600 },
    { name: 'min', size: 60 },
  ];
  const unit = units.find(({ size }) => seconds % size === 0);
  return unit === undefined ? `${seconds} s` : `${seconds / unit.size} ${unit.name}`;
}
