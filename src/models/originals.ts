import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { INotebookModel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { HealthCheckApi, Original } from '../api';
import { isRecord } from '../errors';
import type { OpenDocuments } from './documents';

/** Key of ours in a notebook's metadata. */
export const METADATA = 'jupyter_healthcheck';

/** Where a notebook says that it was copied from, by its metadata of ours. */
export function originalOf(ours: unknown): Original | null {
  const original = isRecord(ours) ? ours.original : null;
  if (!isRecord(original)) {
    return null;
  }
  const { blob, collection, path } = original;
  return typeof blob === 'string' &&
    typeof collection === 'string' &&
    typeof path === 'string'
    ? { blob, collection, path }
    : null;
}

/** Where an open notebook was copied from. */
export function originalOfOpen(
  context: DocumentRegistry.Context
): Original | null {
  if (!context.isReady || context.contentsModel?.type !== 'notebook') {
    return null;
  }
  return originalOf((context.model as INotebookModel).getMetadata(METADATA));
}

/** Knows of which open copies the original changed since they were made. */
export class Originals implements IDisposable {
  constructor(
    private readonly _api: Pick<HealthCheckApi, 'original'>,
    private readonly _documents: OpenDocuments
  ) {
    _documents.changed.connect(() => {
      this._askForNew();
    }, this);
    this._askForNew();
  }

  /** Emitted when it is known of one more. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Whether the original of an open copy is there, and another one by now. */
  isNewer(context: DocumentRegistry.Context): boolean {
    return this._newer.has(context);
  }

  /** Ask again: newer originals may have come. */
  refresh(): void {
    this._asked = new WeakSet();
    this._askForNew();
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
    Signal.disconnectReceiver(this);
  }

  private _askForNew(): void {
    for (const { context } of this._documents.all) {
      if (!this._asked.has(context)) {
        this._asked.add(context);
        void context.ready.then(async () => this._ask(context));
      }
    }
  }

  private async _ask(context: DocumentRegistry.Context): Promise<void> {
    const original = context.isDisposed ? null : originalOfOpen(context);
    if (!original) {
      return;
    }
    try {
      const { differs, path } = await this._api.original(original);
      if (differs && path !== null) {
        this._newer.add(context);
      } else {
        this._newer.delete(context);
      }
    } catch {
      // Without an answer there is nothing to offer.
      return;
    }
    if (!this._isDisposed) {
      this._changed.emit();
    }
  }

  private _asked = new WeakSet<DocumentRegistry.Context>();
  private readonly _newer = new WeakSet<DocumentRegistry.Context>();
  private readonly _changed = new Signal<this, void>(this);
  private _isDisposed = false;
}
