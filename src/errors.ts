import type { components } from './generated/api';

/** A failure in words, as the server sends it. */
export type ErrorInfo = components['schemas']['ErrorInfo'];

/** A request that failed, by a stable code. */
export class ApiError extends Error implements ErrorInfo {
  /**
   * @param info - What the server said, or what stands for it.
   * @param status - The HTTP status; 0 when there was no answer at all.
   */
  constructor(info: ErrorInfo, status: number) {
    super(info.message);
    this.name = 'ApiError';
    this.code = info.code;
    this.hint = info.hint;
    this.details = info.details;
    this.status = status;
  }

  readonly code: string;
  readonly hint: string;
  readonly details: Record<string, unknown>;
  readonly status: number;
}

/** Whether a decoded body is an error of this extension's server part. */
export function isErrorInfo(body: unknown): body is ErrorInfo {
  return (
    isRecord(body) &&
    typeof body.code === 'string' &&
    typeof body.message === 'string' &&
    typeof body.hint === 'string' &&
    isRecord(body.details)
  );
}

/** Describe anything that was thrown. */
export function toErrorInfo(reason: unknown): ErrorInfo {
  if (reason instanceof ApiError) {
    const { code, message, hint, details } = reason;
    return { code, message, hint, details };
  }
  const message = reason instanceof Error ? reason.message : String(reason);
  return { code: 'unexpected', message, hint: '', details: {} };
}

/** Whether a value is an object with string keys. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
