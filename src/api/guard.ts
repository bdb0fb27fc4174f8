import { timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { WeirError } from '../core/index.ts';

const loopback = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

export const isLoopback = (host: string): boolean => loopback.has(host);

/** Content comes from this server alone; ECharts and Mantine set styles on elements. */
const headers = {
  'content-security-policy':
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
} as const;

export interface GuardOptions {
  /** Where the server listens. */
  readonly host: string;
  /** Asked for when the server listens beyond the loopback interface. */
  readonly token: string | undefined;
}

/**
 * Checks every request before anything else: the name it was sent to (against DNS rebinding), and the token where one
 * is asked for, as a bearer or, for the page, in the cookie that `?token=…` sets.
 */
export function guardRequests(server: FastifyInstance, { host, token }: GuardOptions): void {
  server.addHook('onRequest', async (request, reply) => {
    reply.headers(headers);
    const named = (request.headers.host ?? '').replace(/:\d+$/, '');
    if (isLoopback(host) && !isLoopback(named)) {
      throw new WeirError('HOST_REFUSED', `this server does not answer to the name "${named}"`, {
        kind: 'usage',
        hint: `open it as http://127.0.0.1`,
      });
    }
    if (token === undefined || request.url === '/healthz') return;
    const asked = new URL(request.url, 'http://x').searchParams.get('token');
    if (asked !== null && same(asked, token))
      reply.header('set-cookie', `weir_token=${encodeURIComponent(token)}; HttpOnly; SameSite=Strict; Path=/`);
    const given = [
      asked,
      /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1],
      cookie(request.headers.cookie),
    ];
    if (!given.some((g) => typeof g === 'string' && same(g, token))) {
      const error = new WeirError('TOKEN_MISSING', 'this server asks for its token', {
        kind: 'usage',
        hint: 'send it as "Authorization: Bearer <token>", or open /?token=<token> once',
      });
      return reply
        .status(401)
        .header('www-authenticate', 'Bearer')
        .type('application/problem+json')
        .send(JSON.stringify(error.toJSON()));
    }
    return undefined;
  });
}

function cookie(header: string | undefined): string | undefined {
  const value = /(?:^|;\s*)weir_token=([^;]+)/.exec(header ?? '')?.[1];
  return value === undefined ? undefined : decodeURIComponent(value);
}

function same(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}
