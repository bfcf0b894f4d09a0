import { DocumentWidget } from '@jupyterlab/docregistry';
import { CommandToolbarButton } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

import type { IOpenDocument, OpenDocuments } from '../models/documents';

/** What `DocumentButtons` are made of. */
export interface IDocumentButtonsOptions {
  commands: CommandRegistry;
  documents: OpenDocuments;
  /** The command that a click runs, with the document's path. */
  command: string;
  /** Name of the button among the toolbar's items. */
  name: string;
  /** Names of items beside which it stands, the best one first. */
  after: readonly string[];
  /** Whether a document has the button. */
  isShown: (document: IOpenDocument, path: string) => boolean;
}

/** Has a button in the toolbar of every open document that is to have it. */
export class DocumentButtons implements IDisposable {
  constructor(private readonly _options: IDocumentButtonsOptions) {
    _options.documents.changed.connect(() => {
      this.update();
    }, this);
    this.update();
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Look at every document again. */
  update(): void {
    const { documents, isShown } = this._options;
    for (const document of documents.all) {
      const path = documents.pathOf(document.context);
      if (path !== null && isShown(document, path)) {
        this._add(document, path);
      } else {
        this._buttons.get(document)?.dispose();
        this._buttons.delete(document);
      }
    }
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
    Signal.disconnectReceiver(this);
  }

  private _add(document: IOpenDocument, path: string): void {
    const { context, widget } = document;
    if (!(widget instanceof DocumentWidget) || this._buttons.has(document)) {
      return;
    }
    const { after, command, commands, name } = this._options;
    const button = new CommandToolbarButton({
      commands,
      id: command,
      args: { path, isToolbar: true }
    });
    button.addClass('jp-HealthCheck-toolbarButton');
    this._buttons.set(document, button);
    widget.disposed.connect(() => {
      this._buttons.delete(document);
    });
    // JupyterLab puts its own label there when the document is ready.
    void context.ready.then(() => {
      if (button.isDisposed || widget.isDisposed) {
        return;
      }
      const { toolbar } = widget;
      const names = new Set(toolbar.names());
      const beside = after.find(one => names.has(one));
      if (beside === undefined || !toolbar.insertAfter(beside, name, button)) {
        toolbar.addItem(name, button);
      }
    });
  }

  private readonly _buttons = new Map<IOpenDocument, CommandToolbarButton>();
  private _isDisposed = false;
}
