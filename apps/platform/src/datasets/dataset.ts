import type { DatasetDefinition } from '@dq0/protocol';
import type { AboutDataset } from '../policies/policies.service.ts';

/** A data set as it stands: definition and data version that questions are about. */
export interface Dataset {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  /** Name of the budget account of these people. */
  readonly account: string;
  readonly definition: DatasetDefinition;
  readonly metadataVersion: number;
  readonly dataVersion: number;
}

/** What policies may know of it. */
export function aboutDataset({ id, name, ownerId, definition }: Dataset): Required<AboutDataset> {
  return { id, name, ownerId, publicMetadata: definition.publicMetadata, level: definition.privacyLevel };
}
