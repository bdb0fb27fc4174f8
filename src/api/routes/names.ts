import type { FastifyInstance } from 'fastify';
import { namesAnswer, namesBody } from '../../contract/index.ts';
import { formatAddress, parseAddress } from '../../core/index.ts';
import { readAddressNames } from '../../store/index.ts';
import { type ApiDeps, reading, typed } from '../routing.ts';

/** What addresses and things are called: one request for all that a page shows. */
export function route(server: FastifyInstance, deps: ApiDeps): void {
  typed(server).post(
    '/api/v1/names',
    { schema: { body: namesBody, response: { 200: namesAnswer } } },
    async ({ body }, reply) => {
      // What is no address has no name; the others keep the spelling in which they were asked for.
      const asked = body.addresses.flatMap((text): [string, string][] => {
        const parsed = parseAddress(text);
        return parsed === undefined ? [] : [[text, formatAddress(parsed)]];
      });
      const at = body.at === undefined ? Date.now() : Date.parse(body.at);
      const wanted = [...new Set(asked.map(([, address]) => address))];
      const context = reading(deps, reply);
      const known = await readAddressNames(context, wanted, at, body.vpc);
      const things = body.ids.length === 0 ? [] : await deps.inventory.names(context, body.ids, new Date(at));
      const names = asked.flatMap(([text, address]) => {
        const name = known.get(address);
        return name === undefined ? [] : [[text, name] as const];
      });
      return { names: Object.fromEntries(names), things: Object.fromEntries(things) };
    },
  );
}
