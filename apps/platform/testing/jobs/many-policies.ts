import { formToText } from '@dq0/permissions';
import { PoliciesService } from '../../src/policies/policies.service.ts';
import { OWNER, type Quarantine } from './quarantine.ts';

/** Writes policies for auditors at the data set census, named `p1` and so on, as if its owner had saved each. */
export function writePolicies(quarantine: Quarantine, count: number): void {
  const [census] = quarantine.rows<{ id: string }>(`SELECT id FROM datasets WHERE name = 'census'`);
  const home = { datasetId: census?.id ?? '', dataset: 'census' };
  const form = { group: 'auditor', epsilon: 1, purpose: null, until: null, share: null };
  quarantine.unitOfWork.write((writing) => {
    for (let at = 1; at <= count; at += 1) {
      const text = formToText(form, { dataset: 'census', name: `p${at}` });
      quarantine.get(PoliciesService).change(writing, { home, name: `p${at}`, text, by: OWNER.id });
    }
  });
}
