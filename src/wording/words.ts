import type { TranslationBundle } from '@jupyterlab/translation';

import type { ErrorInfo } from '../errors';

/** What happened, and what to do about it, in the person's language. */
export interface IFailureWords {
  message: string;
  hint: string;
}

export type Details = ErrorInfo['details'];

/** Words a failure from the facts that the server sent. */
export type Say = (trans: TranslationBundle, details: Details) => IFailureWords;

/** A fact among the details, or other words if there is none. */
export function text(
  details: Details,
  name: string,
  otherwise: string
): string {
  const value = details[name];
  return typeof value === 'string' || typeof value === 'number'
    ? String(value)
    : otherwise;
}
