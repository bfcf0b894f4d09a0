import { PathExt } from '@jupyterlab/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type {
  Collection,
  CollectionsReply,
  ConfigurationProblem,
  HealthCheckApi
} from '../api';
import type { ErrorInfo } from '../errors';
import { toErrorInfo } from '../errors';

/** What can be got here, as the server last said. */
export class CollectionsModel implements IDisposable {
  constructor(private readonly _api: Pick<HealthCheckApi, 'collections'>) {}

  /** Emitted after each answer, good or bad. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** All collections that are offered. */
  get all(): readonly Collection[] {
    return this._reply?.collections ?? [];
  }

  /** Those that a person gets when they want to. */
  get onDemand(): readonly Collection[] {
    return this.all.filter(one => one.delivery === 'on-demand');
  }

  /** Those that are there by themselves. */
  get automatic(): readonly Collection[] {
    return this.all.filter(one => one.delivery === 'automatic');
  }

  /** Folders whose files a newer set would replace. */
  get folders(): readonly string[] {
    return this.all.map(one => one.path);
  }

  /** The collection that holds a file which nobody may change, if one does. */
  readOnlyAround(path: string): Collection | undefined {
    return this.all.find(
      one => one.access === 'read-only' && path.startsWith(`${one.path}/`)
    );
  }

  /** Whether a file lies where copies of read-only files are put. */
  isOwnCopy(path: string): boolean {
    return this.all.some(
      one =>
        one.access === 'read-only' &&
        path.startsWith(
          `${PathExt.join(PathExt.dirname(one.path), `my-${one.id}`)}/`
        )
    );
  }

  /** What is wrong in the configuration. */
  get problems(): readonly ConfigurationProblem[] {
    return this._reply?.problems ?? [];
  }

  /** Whether the operator allows getting. */
  get getEnabled(): boolean {
    return this._reply?.get_enabled ?? false;
  }

  /** Version of the server part, once known. */
  get serverVersion(): string | null {
    return this._reply?.version ?? null;
  }

  /** Why the list could not be had, if it could not. */
  get failure(): ErrorInfo | null {
    return this._failure;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  find(id: string): Collection | undefined {
    return this.all.find(one => one.id === id);
  }

  /** Ask the server; what was known stays when it cannot tell. */
  async refresh(): Promise<void> {
    try {
      this._reply = await this._api.collections();
      this._failure = null;
    } catch (reason) {
      this._failure = toErrorInfo(reason);
    }
    if (!this._isDisposed) {
      this._changed.emit();
    }
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private _reply: CollectionsReply | null = null;
  private _failure: ErrorInfo | null = null;
  private _isDisposed = false;
  private readonly _changed = new Signal<this, void>(this);
}
