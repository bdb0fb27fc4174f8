import type { FastifyError, FastifyInstance } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { asWeirError, type ErrorKind, WeirError } from '../core/index.ts';

const statusOf: Readonly<Record<ErrorKind, number>> = {
  usage: 400,
  input: 400,
  missing: 404,
  limit: 422,
  busy: 503,
  engine: 502,
  internal: 500,
};

/** Every error leaves as a problem: a code to switch on, a sentence, and what to do. */
export function answerProblems(server: FastifyInstance, log: (text: string) => void): void {
  server.setErrorHandler((thrown: FastifyError, request, reply) => {
    const error = toWeirError(thrown);
    const status =
      thrown.statusCode !== undefined && thrown.statusCode >= 400 && !(thrown instanceof WeirError)
        ? thrown.statusCode
        : statusOf[error.kind];
    // Nobody is there to be told, and that nobody waited is no fault.
    if (status >= 500 && !reply.raw.destroyed)
      log(`${request.method} ${request.url.slice(0, 200)}: ${error.code} ${error.message}`);
    return reply.status(status).type('application/problem+json').send(JSON.stringify(error.toJSON()));
  });
  server.setNotFoundHandler((request, reply) => {
    if (!request.url.startsWith('/api/') && reply.sendFile !== undefined && request.method === 'GET')
      return reply.type('text/html').sendFile('index.html');
    const error = new WeirError('NOT_FOUND', `there is nothing at ${request.url.slice(0, 200)}`, {
      kind: 'missing',
      hint: 'the API is described at /api/openapi.json',
    });
    return reply.status(404).type('application/problem+json').send(JSON.stringify(error.toJSON()));
  });
}

function toWeirError(thrown: FastifyError): WeirError {
  if (thrown instanceof WeirError) return thrown;
  if (hasZodFastifySchemaValidationErrors(thrown)) {
    const what = thrown.validation
      .map((v) => `${v.instancePath.replace(/^\//, '') || 'request'}: ${v.message}`)
      .join('; ');
    return new WeirError('REQUEST_INVALID', what, { kind: 'usage', hint: 'the API is described at /api/openapi.json' });
  }
  return asWeirError(thrown);
}
