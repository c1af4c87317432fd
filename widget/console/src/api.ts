// The HTTP side of the server: JSON there and back, and problems as errors with a code.

import type { ErrorCode, Problem } from '@netreach/protocol';
import { t } from './text/index.ts';

/** An answer that is not a success: the problem's code, and the field at fault where there is one. */
export class ApiProblem extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly field: string | undefined;
  readonly requestId: string | undefined;

  constructor(code: ErrorCode, status: number, field?: string, requestId?: string) {
    super(code);
    this.name = 'ApiProblem';
    this.code = code;
    this.status = status;
    this.field = field;
    this.requestId = requestId;
  }
}

/** The server could not be reached at all. */
export class Unreachable extends Error {
  constructor() {
    super('unreachable');
    this.name = 'Unreachable';
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** How long to wait for an answer, in milliseconds; then the server counts as out of reach. */
const ANSWER_WITHIN_MS = 20_000;
/** Codes that mean that this window's session is over. */
const SESSION_OVER: readonly ErrorCode[] = ['not_signed_in', 'session_revoked'];

let onSessionOver: (() => void) | null = null;

/** Says whom to tell when an answer shows that the session is over. */
export function whenSessionIsOver(listener: () => void): void {
  onSessionOver = listener;
}

/**
 * Asks the server. `path` begins with `/api/v1`; `undefined` as body sends none.
 *
 * @throws ApiProblem for an answer that is not a success, Unreachable if there was none.
 */
export async function request<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const init: RequestInit = {
    method,
    credentials: 'same-origin',
    cache: 'no-store',
    signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
  };
  if (body !== undefined) {
    init.headers = { 'content-type': 'application/json' };
    init.body = JSON.stringify(body);
  }
  let answer: Response;
  try {
    answer = await fetch(path, init);
  } catch {
    throw new Unreachable();
  }
  if (answer.ok) {
    if (answer.status === 204) return undefined as T;
    return (await answer.json()) as T;
  }
  const problem = await problemOf(answer);
  if (SESSION_OVER.includes(problem.code)) onSessionOver?.();
  throw problem;
}

async function problemOf(answer: Response): Promise<ApiProblem> {
  try {
    const body = (await answer.json()) as Partial<Problem>;
    if (body.code) return new ApiProblem(body.code, answer.status, body.field, body.request_id);
  } catch {
    // Not JSON: something in front of the server answered in its place.
  }
  return new ApiProblem(answer.status >= 500 ? 'unavailable' : 'malformed', answer.status);
}

/** What went wrong, in words for people. */
export function inWords(error: unknown): string {
  if (error instanceof ApiProblem) return codeInWords(error.code);
  if (error instanceof Unreachable) return t.problems.unreachable;
  return t.problems.codes.internal;
}

/** What an error code means, in words for people. */
export function codeInWords(code: ErrorCode): string {
  return t.problems.codes[code] ?? t.problems.codes.internal;
}

/** The words of an error if it is about `field`, for the field's own error line. */
export function fieldError(error: unknown, field: string): string | undefined {
  return error instanceof ApiProblem && error.field === field ? codeInWords(error.code) : undefined;
}
