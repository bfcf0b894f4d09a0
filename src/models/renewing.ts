import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { Contents } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

import type { Operation } from '../api';
import type { OpenDocuments } from './documents';
import type { OperationsModel } from './operations';

/** What a `Renewing` is made of. */
export interface IRenewingOptions {
  contents: Pick<Contents.IManager, 'get'>;
  documents: Pick<OpenDocuments, 'inside'>;
  operations: OperationsModel;
}

/**
 * Shows the newest text in open read-only documents after an update.
 *
 * What a person edited stays as it is in the tab: an update waits for unsaved
 * edits, and one that was made in that very moment is not thrown away.
 */
export class Renewing implements IDisposable {
  constructor(private readonly _options: IRenewingOptions) {
    _options.operations.changed.connect((_, operation) => {
      if (isUpdate(operation)) {
        this._renew(operation.path);
      }
    }, this);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private _renew(folder: string): void {
    const inside = this._options.documents.inside(folder);
    for (const context of new Set(inside.map(({ context }) => context))) {
      this._renewOne(context).catch((reason: unknown) => {
        console.warn('Health Check left a document as it was.', reason);
      });
    }
  }

  private async _renewOne(context: DocumentRegistry.Context): Promise<void> {
    // A collaborative document follows its file by itself.
    const isClean = (): boolean =>
      !context.model.dirty && !context.model.collaborative;
    if (!isClean()) {
      return;
    }
    // A file that is gone is no news: what was read stays readable.
    const stored = await this._options.contents
      .get(context.path, { content: false, hash: true })
      .catch(() => null);
    const known = context.contentsModel?.hash;
    if (stored && (!known || stored.hash !== known) && isClean()) {
      await context.revert();
    }
  }

  private _isDisposed = false;
}

function isUpdate({ kind, result }: Operation): boolean {
  return kind === 'provision' && !!result && result.action !== 'none';
}
