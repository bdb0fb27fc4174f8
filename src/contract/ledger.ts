import { z } from 'zod';
import { completeness, count } from './scope.ts';

const amounts = { records: count, packets: count, bytes: count };

/**
 * GET /api/v1/ledger → where every byte of a range went. `sight` is first (counted), second, leg, ambiguous, or null for
 * records without bytes; `boundary` and `basis` are null where nobody knows.
 */
export const ledgerAnswer = z.object({
  rows: z.array(z.object({ boundary: z.string().nullable(), sight: z.string().nullable(), ...amounts })),
  parts: z.array(z.object({ sight: z.string().nullable(), ...amounts })),
  /** What the initiators rest on: flags, listener, port, or null where no initiator is known. */
  initiators: z.array(z.object({ basis: z.string().nullable(), ...amounts })),
  /** The total of the same records, from sums that do not know of sights where there are such. */
  total: z.object(amounts),
  /** The parts add up to the total, to the byte. */
  balanced: z.boolean(),
  completeness,
});
export type LedgerAnswer = z.infer<typeof ledgerAnswer>;
