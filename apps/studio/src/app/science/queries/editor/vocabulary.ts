import type { Completion } from '@codemirror/autocomplete';

const functions: readonly (readonly [name: string, what: string])[] = [
  ['COUNT', 'how many rows, people or values'],
  ['SUM', 'sum of a bounded number'],
  ['AVG', 'mean of a bounded number'],
  ['STDDEV', 'spread of a bounded number'],
  ['VARIANCE', 'variance of a bounded number'],
  ['QUANTILE', 'a value below which a part lies'],
  ['MEDIAN', 'the middle value'],
  ['CLAMP', 'bounds of your own'],
  ['WIDTH_BUCKET', 'equal ranges of a number'],
  ['COALESCE', 'a value for NULL'],
  ['EXTRACT', 'a part of a date'],
  ['DATE_TRUNC', 'a date cut to a period'],
  ['DATE_DIFF', 'days, months or years between two dates'],
  ['ROUND', 'a rounded number'],
  ['ABS', 'a number without its sign'],
  ['LOWER', 'a text in small letters'],
  ['UPPER', 'a text in capitals'],
];

const keywords =
  'SELECT FROM WHERE GROUP BY HAVING ORDER LIMIT AS AND OR NOT IN BETWEEN LIKE IS NULL CASE WHEN THEN ELSE END JOIN LEFT ON USING WITH EXISTS UNION ALL DISTINCT FILTER OVER PARTITION ASC DESC DATE TIMESTAMP TRUE FALSE';

/** Words of the language, and no others of SQL. */
export const KEYWORDS: readonly Completion[] = keywords
  .split(' ')
  .map((label) => ({ label, type: 'keyword', boost: -1 }));

/** Functions of the language, offered while a name is typed. */
export const FUNCTIONS: readonly Completion[] = functions.map(([label, detail]) => ({
  label,
  detail,
  type: 'function',
  apply: `${label}(`,
}));
