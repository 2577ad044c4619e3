import { present, type Draft } from './draft.ts';
import type { Findings } from './finding.ts';
import { takeCommon } from './left-over.ts';
import { asFlag, asNumber, asText, asTexts, isMapping, type Member, type Members } from './members.ts';

const PLACE = 'connector.options';
const MOST_NULLS = 16;
const LONGEST_NULL = 64;

/** How a CSV file is written: what a data set can say of it. Columns keep the names that the source gives them. */
export function csvOptions(members: readonly Members[], findings: Findings): Draft {
  const taken = (name: string): Member | undefined => takeCommon(members, name, PLACE, findings);
  const [separator, decimal, trim] = [taken('sep'), taken('decimal'), taken('skipinitialspace')];
  const header = { own: taken('use_original_header'), row: taken('header_row'), columns: taken('header_columns') };
  if (decimal !== undefined && decimal.value !== '.') {
    const why = 'Numbers are read with a decimal point; others would become NULL.';
    findings.dropped(PLACE, decimal.source, 'decimal', why, 'Convert the file.');
  }
  if (asFlag(trim?.value) === true) {
    const why = 'Blanks are taken away on both sides of a value.';
    findings.decide(`${PLACE}.trim`, trim?.source ?? null, 'trim: true', why, 'Check that blanks mean nothing.');
  }
  return present({
    ...headerOptions(header, findings),
    delimiter: delimiterOf(separator, findings),
    nullValues: nullValuesOf(taken('na_values'), findings),
    trim: asFlag(trim?.value) === true ? true : undefined,
  });
}

function delimiterOf(separator: Member | undefined, findings: Findings): string | undefined {
  if (separator === undefined || separator.value === ',') return undefined;
  const { value, source } = separator;
  if (typeof value === 'string' && value.length === 1) return value;
  findings.dropped(`${PLACE}.delimiter`, source, 'sep', 'A delimiter is one character.', 'Convert the file.');
  return undefined;
}

interface Header {
  readonly own: Member | undefined;
  readonly row: Member | undefined;
  readonly columns: Member | undefined;
}

/** The file's own header line, or names from here and no such line: one of the two. */
function headerOptions({ own, row, columns }: Header, findings: Findings): Draft {
  const names = asTexts(columns?.value);
  const place = `${PLACE}.header`;
  const line = asNumber(row?.value);
  if (row !== undefined && line !== 0) {
    findings.dropped(place, row.source, 'header_row', 'A header is the first line.', 'Convert the file.');
  }
  if (asFlag(own?.value) !== false) {
    if (columns !== undefined) {
      const why = 'The file has a header line with the names of its columns.';
      findings.dropped(`${PLACE}.columns`, columns.source, 'header_columns', why, 'Check the names of the columns.');
    }
    return own === undefined && row === undefined ? {} : { header: true };
  }
  if (names === undefined || names.length === 0) {
    const why = 'The header of the file is not to be used, and no other names are given.';
    findings.gap(`${PLACE}.columns`, own?.source ?? null, 'Names of the columns are missing.', why, WRITE_COLUMNS);
    return { header: false };
  }
  if (line === 0) {
    const why = 'The header line in the file is to be replaced by other names, which is not possible here.';
    findings.gap(place, row?.source ?? null, 'There is a header line with other names.', why, REPLACE);
  }
  return { header: false, columns: names };
}

const WRITE_COLUMNS = 'Write columns: [...] with a name for each column of the file, in its order.';
const REPLACE = 'Remove that line from the file, or write the names into it.';

/** Texts that mean NULL hold for every column here; where the source has them by column, only texts are kept. */
function nullValuesOf(written: Member | undefined, findings: Findings): string[] | undefined {
  if (written === undefined) return undefined;
  const { value, source } = written;
  const byColumn = isMapping(value);
  const entries: unknown[] = byColumn ? Object.values(value).flat() : [value].flat();
  const kept = new Set<string>();
  const lost = new Set<string>();
  for (const entry of entries) {
    const text = typeof entry === 'string' ? entry : asText(entry);
    if (text === undefined || text === '') continue;
    const usable = text.length <= LONGEST_NULL && (kept.has(text) || kept.size < MOST_NULLS);
    const ofOneColumn = byColumn && asNumber(entry) !== undefined;
    (usable && !ofOneColumn ? kept : lost).add(text);
  }
  if (kept.size > 0) {
    const why = 'They mean NULL in every column.';
    findings.decide(`${PLACE}.nullValues`, source, `NULL is written as ${[...kept].join(' ')}.`, why, CHECK_NULLS);
  }
  if (lost.size > 0) {
    const why = 'A number that means NULL in one column would mean it in every other as well.';
    findings.dropped(`${PLACE}.nullValues`, source, `na_values ${[...lost].join(' ')}`, why, REPLACE_NULLS);
  }
  return kept.size === 0 ? undefined : [...kept];
}

const CHECK_NULLS = 'Check that no column has them as values.';
const REPLACE_NULLS = 'Replace them in the data by nothing, or keep them outside the bounds in mind.';
