import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Copy } from '../api';

/** What was copied where, and what was not. */
export function describeCopy(
  { left_alone, path, siblings }: Copy,
  trans: TranslationBundle
): string {
  const sentences = [trans.__('Copied to %1. You can edit this one.', path)];
  if (siblings.length > 0) {
    sentences.push(
      trans._n('One file came along.', '%1 files came along.', siblings.length)
    );
  }
  const [only] = left_alone;
  if (only !== undefined) {
    // JupyterLab shows the first 140 characters of a message.
    sentences.push(
      left_alone.length === 1
        ? trans.__('%1 was there and stays.', PathExt.basename(only))
        : trans.__('%1 files were there and stay.', left_alone.length)
    );
  }
  return sentences.join(' ');
}
