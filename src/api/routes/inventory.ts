import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import {
  type InventoryObjectAnswer,
  inventoryChangesAnswer,
  inventoryChangesQuery,
  inventoryObjectAnswer,
  inventoryObjectQuery,
  inventoryObjectsAnswer,
  inventoryObjectsQuery,
  inventoryStatusAnswer,
  inventoryWordFields,
  inventoryWordsAnswer,
  inventoryWordsQuery,
} from '../../contract/index.ts';
import { type InventoryObject, inventoryKinds, objectAt, objectHistory, relatedAt } from '../../inventory/index.ts';
import { type ReadContext, readHolderWords, readNetworkWords } from '../../store/index.ts';
import { type ApiDeps, reading, typed } from '../routing.ts';

/** How many objects of a kind stand on the page of the thing that they name. */
const mostOfKind = 60;
/** The newest changes of one thing. */
const mostChanges = 200;

const dateOf = (text: string | undefined): Date | undefined => (text === undefined ? undefined : new Date(text));

/** What is known of the accounts: in all, object by object, and what changed. */
export function route(server: FastifyInstance, deps: ApiDeps): void {
  const api = typed(server);
  const { inventory } = deps;
  api.get(
    '/api/v1/inventory/status',
    { schema: { response: { 200: inventoryStatusAnswer } } },
    async (_request, reply) => {
      const status = await inventory.status(reading(deps, reply));
      return { ...status, kinds: inventoryKinds };
    },
  );
  api.get(
    '/api/v1/inventory/objects',
    { schema: { querystring: inventoryObjectsQuery, response: { 200: inventoryObjectsAnswer } } },
    (request, reply) =>
      inventory.list(reading(deps, reply), { ...request.query, at: dateOf(request.query.at) ?? new Date() }),
  );
  api.get(
    '/api/v1/inventory/objects/:id',
    {
      schema: {
        params: z.object({ id: z.string().min(1) }),
        querystring: inventoryObjectQuery,
        response: { 200: inventoryObjectAnswer },
      },
    },
    (request, reply) =>
      objectAnswer(deps, reading(deps, reply), request.params.id, dateOf(request.query.at) ?? new Date()),
  );
  api.get(
    '/api/v1/inventory/words',
    { schema: { querystring: inventoryWordsQuery, response: { 200: inventoryWordsAnswer } } },
    ({ query }, reply) => words(reading(deps, reply), query),
  );
  api.get(
    '/api/v1/inventory/changes',
    { schema: { querystring: inventoryChangesQuery, response: { 200: inventoryChangesAnswer } } },
    ({ query }, reply) =>
      inventory.changes(reading(deps, reply), { ...query, from: dateOf(query.from), to: dateOf(query.to) }),
  );
}

async function words(
  context: ReadContext,
  { field, search, limit }: z.output<typeof inventoryWordsQuery>,
): Promise<z.output<typeof inventoryWordsAnswer>> {
  if (isInventoryWord(field)) return { words: await readHolderWords(context, field, limit), about: {} };
  const found = await readNetworkWords(context, field, search, limit);
  return {
    words: found.map(({ word }) => word),
    about: Object.fromEntries(found.flatMap(({ word, about }) => (about === '' ? [] : [[word, about]]))),
  };
}

const isInventoryWord = (field: string): field is (typeof inventoryWordFields)[number] =>
  inventoryWordFields.some((one) => one === field);

async function objectAnswer(
  { inventory }: ApiDeps,
  context: ReadContext,
  id: string,
  at: Date,
): Promise<InventoryObjectAnswer> {
  // What no snapshot has is an answer and no error: a page may be asked for anything that stands in a record.
  const { versions, changes } = await objectHistory(context, id);
  const found = (await objectAt(context, id, at, 'assumed')).filter(({ kind }) => kind !== 'tags');
  const objects = await Promise.all(
    found.map(async (object) => {
      const {
        objects: related,
        missing,
        rules,
        route_tables,
        network_acls,
      } = await relatedAt(context, object, at, 'assumed');
      return {
        object,
        related: related.map(listed),
        missing,
        rules,
        route_tables,
        network_acls,
      };
    }),
  );
  return {
    id,
    known: versions.some(({ kind }) => kind !== 'tags'),
    at: at.toISOString(),
    objects,
    named_by: await inventory.namedBy(context, id, at, mostOfKind),
    names: Object.fromEntries(await inventory.names(context, idsIn(objects), at)),
    versions: versions.filter(({ kind }) => kind !== 'tags').map(listed),
    changes: changes.toReversed().slice(0, mostChanges),
  };
}

/** Everything that stands in the answer and may have a name. */
function idsIn(objects: InventoryObjectAnswer['objects']): Set<string> {
  const texts = JSON.stringify(objects.map(({ object, rules, route_tables }) => [object.content, rules, route_tables]));
  return new Set(texts.match(/(?<=")(?:arn:[^"]+|[a-z]+-[0-9A-Za-z-]+)(?=")/g));
}

const listed = <T extends InventoryObject>({ content: _, tags: _tags, ...rest }: T) => ({
  ...rest,
  addresses: rest.addresses.slice(0, 8),
});
