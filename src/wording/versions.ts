import type { TranslationBundle } from '@jupyterlab/translation';

import { version } from '../version';

/** Say that the two halves of this extension do not fit. */
export function describeMismatch(
  serverVersion: string,
  trans: TranslationBundle
): string {
  return trans.__(
    'This page is of version %1, the server part of version %2. Restart the server and reload the page.',
    version,
    serverVersion
  );
}
