import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

import type { OpenDocuments } from './documents';

/** What `UnkeptEdits` is made of. */
export interface IUnkeptEditsOptions {
  documents: Pick<OpenDocuments, 'changed' | 'inside' | 'pathOf'>;
  /** Folders whose files nobody may change. */
  folders: () => readonly string[];
  /** Tells the person of a path, until what it returns is disposed of. */
  tell: (path: string) => IDisposable;
}

/**
 * Notices edits that a collaborative editor will not keep.
 *
 * Such an editor saves by itself, and says nothing when it may not: one that is
 * asked to save answers that there is no need to, and a page that was away for
 * some minutes finds its edits gone. Hence the person is told at the first one.
 * Plain JupyterLab says so itself when a document is saved or closed.
 */
export class UnkeptEdits implements IDisposable {
  constructor(private readonly _options: IUnkeptEditsOptions) {
    _options.documents.changed.connect(() => {
      this.update();
    }, this);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Look at what is open now. */
  update(): void {
    const { documents, tell } = this._options;
    const unkept = new Set(this._unkept());
    for (const [context, notice] of this._told) {
      if (!unkept.has(context)) {
        this._told.delete(context);
        notice.dispose();
      }
    }
    for (const context of unkept) {
      if (!this._told.has(context)) {
        const path = documents.pathOf(context) ?? context.path;
        this._told.set(context, tell(path));
      }
    }
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private _unkept(): DocumentRegistry.Context[] {
    const { documents, folders } = this._options;
    return folders()
      .flatMap(folder => documents.inside(folder))
      .map(({ context }) => context)
      .filter(
        ({ contentsModel, model }) =>
          model.collaborative &&
          model.dirty &&
          contentsModel?.writable === false
      );
  }

  private readonly _told = new Map<DocumentRegistry.Context, IDisposable>();
  private _isDisposed = false;
}
