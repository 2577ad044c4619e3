import { CodedError } from '@dq0/protocol';
import { withPlaces, type WrittenDefinition } from './read-definition.ts';

/** Errors whose details name places in the definition. */
const OF_THE_FILE: ReadonlySet<string> = new Set(['DATASET_INVALID', 'DATASET_EXISTS']);

/** Does something with a written definition; what is wrong with it is told with the line of the file. */
export async function inTheFile<T>(written: WrittenDefinition | undefined, deed: () => Promise<T>): Promise<T> {
  try {
    return await deed();
  } catch (error) {
    if (!(error instanceof CodedError) || !OF_THE_FILE.has(error.code) || written === undefined) throw error;
    const { message, remedy, auditId, details } = error;
    throw new CodedError(error.code, { message, remedy, auditId, details: withPlaces(details, written) });
  }
}
