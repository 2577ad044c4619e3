import { CodedError } from '@dq0/protocol';

/** Which flag gives which member of an input; undefined for what no flag gives. */
export type FlagOf = (member: string) => string | undefined;

/** Members of the input that are wrong, by the flags that were typed: nobody who types `--until` knows `draft.form.until`. */
export function namingFlags(error: unknown, flagOf: FlagOf): unknown {
  if (!(error instanceof CodedError)) return error;
  const { code, message, remedy, auditId } = error;
  const details = error.details.map((detail) => {
    const flag = flagOf(detail.path.replaceAll(/\.\d+(?=\.|$)/g, ''));
    return flag === undefined ? detail : { ...detail, path: `--${flag}` };
  });
  return new CodedError(code, { message, remedy, auditId, details, cause: error.cause });
}
