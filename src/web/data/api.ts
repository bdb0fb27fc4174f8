import { z } from 'zod';
import { problem } from '../../contract/index.ts';
import { WeirError } from '../../core/index.ts';
import { inTurn } from './turns.ts';

export type Params = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** `/api/v1/<path>?…`; a list becomes a repeated parameter. */
export function apiUrl(path: string, params: Params = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined) continue;
    for (const one of typeof value === 'object' ? value : [value]) query.append(name, String(one));
  }
  const text = query.toString();
  return `/api/v1/${path}${text === '' ? '' : `?${text}`}`;
}

/** Reads an answer and checks its shape. Throws WeirError: the server's own, or API_UNREACHABLE, API_ANSWER_UNEXPECTED. */
export async function readApi<T>(url: string, shape: z.ZodType<T>, signal: AbortSignal): Promise<T> {
  return await inTurn(url, signal, () => ask(url, shape, { signal, headers: { accept: 'application/json' } }));
}

/** Changes something on the server: the body goes as JSON. Throws as readApi does. */
export async function writeApi<T>(
  url: string,
  shape: z.ZodType<T>,
  change: { readonly method: 'POST' | 'PUT' | 'DELETE'; readonly body?: unknown },
): Promise<T> {
  const { method, body } = change;
  const headers = { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  return await ask(url, shape, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

async function ask<T>(url: string, shape: z.ZodType<T>, how: RequestInit): Promise<T> {
  const response = await fetch(url, how).catch((error: unknown) => {
    throw how.signal?.aborted === true ? error : unreachable(error);
  });
  if (!response.ok) throw await refusalOf(response);
  const body = await bodyOf(response);
  const answer = shape.safeParse(body);
  if (answer.success) return answer.data;
  throw new WeirError(
    'API_ANSWER_UNEXPECTED',
    `The server's answer has another shape than this page expects: ${z.prettifyError(answer.error)}`,
    {
      kind: 'internal',
      hint: 'Page and server may be of different versions: reload the page.',
    },
  );
}

export function unreachable(cause: unknown): WeirError {
  return new WeirError('API_UNREACHABLE', 'The Weir server does not answer.', {
    kind: 'missing',
    hint: 'Is `weir serve` still running? The page goes on by itself once it is back.',
    cause,
  });
}

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Why a server said no, as it says it. */
export async function refusalOf(response: Response): Promise<WeirError> {
  const { status } = response;
  const kind = status >= 500 ? 'internal' : 'input';
  const known = problem.safeParse(await bodyOf(response));
  if (!known.success)
    return new WeirError(`HTTP_${status}`, `The server answered with status ${status} and no reason.`, { kind });
  const { code, message, hint, position } = known.data;
  return new WeirError(code, message, { kind, hint, position });
}
