import { z } from 'zod';
import { IsoTime, Purpose } from '../../vocabulary.ts';

export const AccessRequestId = z.uuid();
/** Open until an owner decides or its time is over; the others are final. */
export const AccessState = z.enum(['open', 'approved', 'rejected', 'expired']);
export const AccessReason = z.string().trim().min(1).max(1000);

export const AccessRecord = z.strictObject({
  request: AccessRequestId,
  dataset: z.string(),
  /** Address of who asks. */
  user: z.string(),
  purpose: Purpose,
  reason: z.string(),
  /** The end that is wished for; null where the owner is to say one. */
  until: IsoTime.nullable(),
  state: AccessState,
  requested: IsoTime,
  /** From then on nobody decides it any more. */
  expires: IsoTime,
  decided: IsoTime.nullable(),
  /** The policy that an approval wrote. */
  policy: z.string().nullable(),
});
export type AccessRecord = z.infer<typeof AccessRecord>;

export const ACCESS_EXAMPLE = {
  request: '0198c0de-0000-7000-8000-000000000002',
  dataset: 'census',
  user: 'ada@example.org',
  purpose: 'labour-study',
  reason: 'Wages by occupation, for the yearly report.',
  until: null,
  state: 'open' as const,
  requested: '2026-11-24T00:00:00Z',
  expires: '2026-12-24T00:00:00Z',
  decided: null,
  policy: null,
};
