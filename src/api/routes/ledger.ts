import type { FastifyInstance } from 'fastify';
import { ledgerAnswer, scopeQuery } from '../../contract/index.ts';
import { readLedger } from '../../store/index.ts';
import { type ApiDeps, remembered, typed } from '../routing.ts';

/** Where every byte went: counted once, seen again, other legs, ambiguous. */
export function route(server: FastifyInstance, deps: ApiDeps): void {
  typed(server).get(
    '/api/v1/ledger',
    { schema: { querystring: scopeQuery, response: { 200: ledgerAnswer } } },
    (request, reply) => remembered(deps, request, reply, (context) => readLedger(context, request.query)),
  );
}
