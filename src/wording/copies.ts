import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Copy } from '../api';

/**
 * What was copied where, and what was left alone.
 *
 * JupyterLab shows the first 140 characters of a message, so it says no more.
 */
export function describeCopy(
  { left_alone, path, siblings }: Copy,
  trans: TranslationBundle
): string {
  const done = trans.__('Copied to %1. You can edit this one.', path);
  const [only] = left_alone;
  const more =
    only !== undefined && left_alone.length === 1
      ? trans.__('%1 was there and stays.', PathExt.basename(only))
      : left_alone.length > 1
        ? trans.__('%1 files were there and stay.', left_alone.length)
        : siblings.length > 0
          ? trans._n(
              'One file came along.',
              '%1 files came along.',
              siblings.length
            )
          : '';
  return `${done} ${more}`.trim();
}
