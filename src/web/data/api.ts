import { z } from 'zod';
import { problem } from '../../contract/index.ts';
import { type ErrorShape, WeirError } from '../../core/index.ts';

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
  const response = await fetch(url, { signal, headers: { accept: 'application/json' } }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new WeirError('API_UNREACHABLE', 'The Weir server does not answer.', {
      kind: 'missing',
      hint: 'Is `weir serve` still running? The page goes on by itself once it is back.',
      cause: error,
    });
  });
  const body = await bodyOf(response);
  if (!response.ok) throw refusal(response.status, body);
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

async function bodyOf(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(status: number, body: unknown): WeirError {
  const known = problem.safeParse(body);
  const shape: Omit<ErrorShape, 'position'> = known.success
    ? {
        code: known.data.code,
        message: known.data.message,
        ...(known.data.hint === undefined ? {} : { hint: known.data.hint }),
      }
    : { code: `HTTP_${status}`, message: `The server answered with status ${status} and no reason.` };
  return new WeirError(shape.code, shape.message, { kind: status >= 500 ? 'internal' : 'input', hint: shape.hint });
}
