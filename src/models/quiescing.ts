import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

import type { HealthCheckApi, Operation, QuiescedDocument } from '../api';
import type { IOpenDocument, OpenDocuments } from './documents';
import type { IClosedDocument, Memory } from './memory';
import type { OperationsModel } from './operations';
import type { Presence } from './presence';
import type { ISettled } from './settling';

/** What `Quiescing` is made of. */
export interface IQuiescingOptions {
  api: Pick<HealthCheckApi, 'confirmQuiesced'>;
  documents: OpenDocuments;
  memory: Memory;
  operations: OperationsModel;
  presence: Presence;
  /** Names this page load. */
  page: string;
  /** Brings a document to rest. */
  settle: (context: DocumentRegistry.Context) => Promise<ISettled>;
  /** Whether there is a file at a path. */
  exists: (path: string) => Promise<boolean>;
  /** Opens a document, in front if it was in front. */
  open: (document: IClosedDocument) => void;
  /** The widget in front. */
  current: () => unknown;
}

/**
 * Saves and closes this page's documents before their folder is replaced, and
 * opens them again when that is over.
 *
 * Documents are closed only when all of them are at rest. If one is not, the
 * page stays as it is and says nothing: the server then replaces nothing.
 */
export class Quiescing implements IDisposable {
  constructor(options: IQuiescingOptions) {
    this._options = options;
    options.operations.changed.connect((_, operation) => {
      this._onOperation(operation);
    }, this);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Open what was left closed by a reload in the middle. */
  async resume(): Promise<void> {
    const { memory, operations } = this._options;
    for (const id of memory.operationsWithClosed) {
      if (operations.get(id)?.state !== 'running') {
        await this._reopen(id);
      }
    }
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private _onOperation(operation: Operation): void {
    if (operation.state !== 'running') {
      void this._reopen(operation.id);
    } else if (
      operation.phase === 'quiescing' &&
      this._lastQuiesced !== operation.id
    ) {
      this._lastQuiesced = operation.id;
      void this._quiesce(operation);
    }
  }

  private async _quiesce(operation: Operation): Promise<void> {
    const { documents, presence } = this._options;
    const inside = documents.inside(operation.path);
    if (!inside.length && !presence.isRegistered) {
      return;
    }
    const hold = await presence.hold();
    // Nobody can type into what is about to be closed.
    setInert(inside, true);
    try {
      const reports = await this._settleAll(inside);
      if (this._isStillWanted(operation.id)) {
        await this._closeAndConfirm(operation, inside, reports);
      }
    } catch (reason) {
      console.warn('Health Check left the open documents open.', reason);
    } finally {
      setInert(inside, false);
      hold.dispose();
    }
  }

  private async _settleAll(
    inside: readonly IOpenDocument[]
  ): Promise<QuiescedDocument[]> {
    const { documents, settle } = this._options;
    const contexts = [...new Set(inside.map(({ context }) => context))];
    return Promise.all(
      contexts.map(async context => {
        const settled = await settle(context);
        return { path: documents.pathOf(context) ?? context.path, ...settled };
      })
    );
  }

  private async _closeAndConfirm(
    operation: Operation,
    inside: readonly IOpenDocument[],
    reports: QuiescedDocument[]
  ): Promise<void> {
    const { api, documents, memory, page } = this._options;
    const edited = new Set(
      reports.filter(report => report.edited).map(report => report.path)
    );
    memory.setClosed(
      operation.id,
      inside.map(({ context, factory, widget }) => ({
        path: context.path,
        factory,
        current: widget === this._options.current(),
        edited: edited.has(documents.pathOf(context) ?? '')
      }))
    );
    memory.setEdited(operation.id, [...edited]);
    inside.forEach(close);
    try {
      await api.confirmQuiesced(operation.id, page, reports);
    } catch (reason) {
      // The server saw another file than this page did, or is gone.
      await this._reopen(operation.id);
      throw reason;
    }
  }

  private async _reopen(operation: string): Promise<void> {
    const { memory, exists, open } = this._options;
    const closed = memory.closedFor(operation);
    memory.setClosed(operation, []);
    const found = await Promise.all(closed.map(({ path }) => exists(path)));
    const inFrontLast = closed
      .filter((_, index) => found[index])
      .sort((one, other) => Number(one.current) - Number(other.current));
    for (const document of inFrontLast) {
      open(document);
    }
  }

  private _isStillWanted(id: string): boolean {
    const operation = this._options.operations.get(id);
    return (
      !this._isDisposed &&
      operation?.state === 'running' &&
      operation.phase === 'quiescing'
    );
  }

  private readonly _options: IQuiescingOptions;
  private _lastQuiesced: string | null = null;
  private _isDisposed = false;
}

function setInert(documents: readonly IOpenDocument[], inert: boolean): void {
  for (const { widget } of documents) {
    if (!widget.isDisposed) {
      widget.node.inert = inert;
    }
  }
}

/** Close without a question; the kernel goes on, whatever the settings say. */
function close({ context, widget }: IOpenDocument): void {
  context.sessionContext.kernelPreference = {
    ...context.sessionContext.kernelPreference,
    shutdownOnDispose: false
  };
  widget.dispose();
}
