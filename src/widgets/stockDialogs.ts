import type { IDocumentManagerDialogs } from '@jupyterlab/docmanager';

import type { IOpenDocument } from '../models/documents';
import type { CloseChoice } from './copyDialogs';

/** What the extended dialog needs to know. */
export interface IStockDialogsOptions {
  /** Edited documents of which a copy can be made. */
  documents: () => IOpenDocument[];
  ask: (fileName: string) => Promise<CloseChoice | null>;
  /** Makes the copy; tells whether the edits are in it. */
  copy: (document: IOpenDocument) => Promise<boolean>;
}

/**
 * Let JupyterLab's dialog on closing an edited read-only document offer a copy.
 *
 * JupyterLab has a service for these dialogs since 4.6. To provide it in place
 * of its own plugin would leave no room for others who do, so the one method
 * is wrapped, and whatever is not ours to ask is passed on.
 */
export function extendCloseDialog(
  dialogs: IDocumentManagerDialogs,
  { ask, copy, documents }: IStockDialogsOptions
): void {
  const saveBeforeClose = dialogs.saveBeforeClose.bind(dialogs);
  dialogs.saveBeforeClose = async options => {
    const named = options.writable
      ? []
      : documents().filter(
          ({ widget }) => widget.title.label === options.fileName
        );
    const [document] = named;
    // The dialog is told a name only; of two that share it, neither is guessed.
    if (!document || new Set(named.map(one => one.context)).size > 1) {
      return saveBeforeClose(options);
    }
    const choice = await ask(options.fileName);
    if (choice === 'copy') {
      return { shouldClose: await copy(document), ignoreSave: true };
    }
    return { shouldClose: choice !== null, ignoreSave: choice !== 'save-as' };
  };
}
