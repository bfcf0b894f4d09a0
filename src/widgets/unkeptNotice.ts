import { Notification } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { DisposableDelegate } from '@lumino/disposable';

/**
 * Say that edits of a read-only document will not be kept.
 *
 * @param path - The document.
 * @param copy - Makes a copy with the edits in it, if that can be done here.
 * @param trans - Translates.
 * @returns Withdraws the notice.
 */
export function tellOfUnkept(
  path: string,
  copy: (() => void) | null,
  trans: TranslationBundle
): IDisposable {
  const id = Notification.warning(
    trans.__(
      '%1 is read-only. What you change in it is not saved.',
      PathExt.basename(path)
    ),
    {
      autoClose: false,
      actions: copy
        ? [
            {
              label: trans.__('Make my own copy'),
              displayType: 'accent',
              callback: copy
            }
          ]
        : []
    }
  );
  return new DisposableDelegate(() => {
    Notification.dismiss(id);
  });
}
