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
      trans._n(
        'One file of its folder came along.',
        '%1 files of its folder came along.',
        siblings.length
      )
    );
  }
  const [first] = left_alone;
  if (first !== undefined) {
    sentences.push(
      left_alone.length === 1
        ? trans.__('%1 was there already and stays as it is.', first)
        : trans._n(
            '%2 and one more file were there already and stay as they are.',
            '%2 and %1 more files were there already and stay as they are.',
            left_alone.length - 1,
            first
          )
    );
  }
  return sentences.join(' ');
}
