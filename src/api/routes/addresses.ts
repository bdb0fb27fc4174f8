import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type AddressAnswer, addressAnswer } from '../../contract/index.ts';
import { formatAddress, parseAddress, WeirError } from '../../core/index.ts';
import { addressHistory, objectHistory } from '../../inventory/index.ts';
import { type ReadContext, readAddressAbout } from '../../store/index.ts';
import { type ApiDeps, reading, typed } from '../routing.ts';

const mostHolders = 200;
const mostChanges = 100;

/** Who is behind an address. */
export function route(server: FastifyInstance, deps: ApiDeps): void {
  typed(server).get(
    '/api/v1/addresses/:address',
    { schema: { params: z.object({ address: z.string() }), response: { 200: addressAnswer } } },
    (request, reply) => answerFor(deps, reading(deps, reply), request.params.address),
  );
}

async function answerFor({ inventory }: ApiDeps, context: ReadContext, text: string): Promise<AddressAnswer> {
  const parsed = parseAddress(text);
  if (parsed === undefined)
    throw new WeirError('ADDRESS_INVALID', `"${text}" is no address`, {
      kind: 'usage',
      hint: 'write it as 10.0.0.1 or 2001:db8::1',
    });
  const address = formatAddress(parsed);
  const [holders, about, status] = await Promise.all([
    addressHistory(context, address),
    readAddressAbout(context, address),
    inventory.status(context),
  ]);
  const ids = [...new Set(holders.flatMap((one) => [one.interface, one.resource.id]))].filter((id) => id !== null);
  const changes = await Promise.all(ids.slice(-20).map((id) => objectHistory(context, id)));
  return {
    address,
    holders: holders.slice(-mostHolders).map(({ address: _, ...holder }) => holder),
    country: about.country,
    ...about.tables,
    not_loaded: [...about.missing, ...(status.known.length === 0 ? (['inventory'] as const) : [])],
    changes: changes
      .flatMap((one) => one.changes)
      .sort((a, b) => (a.at < b.at ? 1 : -1))
      .slice(0, mostChanges),
  };
}
