import { DocumentWidget } from '@jupyterlab/docregistry';
import { CommandToolbarButton } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

import type { CollectionsModel } from '../models/collections';
import type { IOpenDocument, OpenDocuments } from '../models/documents';
import { CommandIDs } from '../tokens';

/** Names of JupyterLab's own label, and of the button beside it. */
const LABEL = 'read-only-indicator';
const BUTTON = 'healthcheck-copy';

/** Has “Make my own copy” beside the label of every read-only document. */
export class CopyButtons implements IDisposable {
  constructor(
    private readonly _commands: CommandRegistry,
    private readonly _documents: OpenDocuments,
    private readonly _collections: CollectionsModel
  ) {
    const update = (): void => {
      this._update();
    };
    _documents.changed.connect(update, this);
    _collections.changed.connect(update, this);
    update();
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
    Signal.disconnectReceiver(this);
  }

  private _update(): void {
    for (const document of this._documents.all) {
      const path = this._documents.pathOf(document.context);
      if (path && this._collections.readOnlyAround(path)) {
        this._add(document);
      } else {
        this._buttons.get(document)?.dispose();
        this._buttons.delete(document);
      }
    }
  }

  private _add(document: IOpenDocument): void {
    const { context, widget } = document;
    if (!(widget instanceof DocumentWidget) || this._buttons.has(document)) {
      return;
    }
    const button = new CommandToolbarButton({
      commands: this._commands,
      id: CommandIDs.copy,
      args: { path: this._documents.pathOf(context), isToolbar: true }
    });
    button.addClass('jp-HealthCheck-copyButton');
    this._buttons.set(document, button);
    widget.disposed.connect(() => {
      this._buttons.delete(document);
    });
    // The label is put there when the document is ready, a moment before.
    void context.ready.then(() => {
      const { toolbar } = widget;
      if (
        !button.isDisposed &&
        !widget.isDisposed &&
        !toolbar.insertAfter(LABEL, BUTTON, button)
      ) {
        toolbar.addItem(BUTTON, button);
      }
    });
  }

  private readonly _buttons = new Map<IOpenDocument, CommandToolbarButton>();
  private _isDisposed = false;
}
