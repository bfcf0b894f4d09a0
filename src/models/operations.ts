import type { Event } from '@jupyterlab/services';
import { PromiseDelegate } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import { Poll } from '@lumino/polling';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { HealthCheckApi, Operation } from '../api';
import { ApiError } from '../errors';

/** Schema of the events that announce a change of an operation. */
export const EVENT_SCHEMA =
  'https://events.jupyter.org/jupyter_healthcheck/operation/v1';

const POLL_INTERVAL = 1000;
const LONGEST_POLL_INTERVAL = 15_000;

/** What an `OperationsModel` is made of. */
export interface IOperationsOptions {
  api: Pick<HealthCheckApi, 'operation' | 'operations'>;
  events: ISignal<Event.IManager, Event.Emission>;
  /** Milliseconds between two looks at what runs. */
  interval?: number;
}

/**
 * Long work on this server, whoever began it.
 *
 * The server's answers are the only truth: an event, which anybody can forge,
 * makes this model ask. While something runs it also asks by itself, in case
 * the events' socket is down.
 */
export class OperationsModel implements IDisposable {
  constructor(options: IOperationsOptions) {
    this._api = options.api;
    options.events.connect((_, event) => {
      this._onEvent(event);
    }, this);
    this._poll = new Poll({
      auto: false,
      factory: () => this._refreshRunning(),
      frequency: {
        interval: options.interval ?? POLL_INTERVAL,
        backoff: true,
        max: LONGEST_POLL_INTERVAL
      },
      name: 'jupyter-healthcheck:operations',
      // Documents have to be saved and closed in hidden windows, too.
      standby: 'never'
    });
  }

  /** Emitted with each newer snapshot of an operation. */
  get changed(): ISignal<this, Operation> {
    return this._changed;
  }

  /** Emitted when something begins to run, and when nothing runs any more. */
  get activityChanged(): ISignal<this, void> {
    return this._activityChanged;
  }

  /** Resolves once the server has told what there is. */
  get ready(): Promise<void> {
    return this._ready.promise;
  }

  /** What is under way now. */
  get running(): readonly Operation[] {
    return [...this._known.values()].filter(isRunning);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  get(id: string): Operation | undefined {
    return this._known.get(id);
  }

  /** Take in a snapshot that the server sent, unless a newer one is known. */
  adopt(operation: Operation): void {
    const known = this._known.get(operation.id);
    if (this._isDisposed || (known && known.revision >= operation.revision)) {
      return;
    }
    this._known.set(operation.id, operation);
    this._changed.emit(operation);
    this._pollWhileRunning();
  }

  /**
   * Ask for one operation. Requests for the same one are folded into the one
   * under way, and at most one after it if that did not bring what was heard of.
   *
   * @param id - The operation.
   * @param heardOf - The revision that made somebody ask.
   */
  refresh(id: string, heardOf = 0): Promise<void> {
    const underWay = this._underWay.get(id);
    if (underWay) {
      this._heardOf.set(id, heardOf);
      return underWay;
    }
    const asking = this._ask(id).finally(() => {
      this._underWay.delete(id);
    });
    this._underWay.set(id, asking);
    return asking;
  }

  /** Ask for everything that runs or has ended lately. */
  async refreshAll(): Promise<void> {
    const listed = await this._api.operations();
    const ids = new Set(listed.map(operation => operation.id));
    for (const operation of this._known.values()) {
      if (!ids.has(operation.id) && isRunning(operation)) {
        this.adopt(lost(operation));
      } else if (!ids.has(operation.id)) {
        this._known.delete(operation.id);
      }
    }
    listed.forEach(operation => {
      this.adopt(operation);
    });
    this._ready.resolve();
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._poll.dispose();
    Signal.clearData(this);
  }

  private _onEvent(event: Event.Emission): void {
    if (event.schema_id !== EVENT_SCHEMA) {
      return;
    }
    const { operation, revision } = event;
    if (typeof operation !== 'string' || typeof revision !== 'number') {
      return;
    }
    if (this._isNews(operation, revision)) {
      // Without an answer the poll asks again, if there is anything to ask.
      this.refresh(operation, revision).catch(() => undefined);
    }
  }

  private async _ask(id: string): Promise<void> {
    do {
      this._heardOf.delete(id);
      try {
        this.adopt(await this._api.operation(id));
      } catch (reason) {
        const known = this._known.get(id);
        if (!(reason instanceof ApiError) || reason.status !== 404) {
          throw reason;
        }
        if (known && isRunning(known)) {
          this.adopt(lost(known));
        }
      }
    } while (this._isNews(id, this._heardOf.get(id) ?? 0));
  }

  private _isNews(id: string, revision: number): boolean {
    return (this._known.get(id)?.revision ?? 0) < revision;
  }

  private async _refreshRunning(): Promise<void> {
    await Promise.all(this.running.map(({ id }) => this.refresh(id)));
  }

  private _pollWhileRunning(): void {
    const wanted = this.running.length > 0;
    if (wanted !== this._polls) {
      this._polls = wanted;
      // What was just learnt need not be asked for at once.
      const { interval } = this._poll.frequency;
      void (wanted
        ? this._poll.schedule({ interval, phase: 'started' })
        : this._poll.stop());
      this._activityChanged.emit();
    }
  }

  private readonly _api: IOperationsOptions['api'];
  private readonly _poll: Poll;
  private readonly _known = new Map<string, Operation>();
  private readonly _underWay = new Map<string, Promise<void>>();
  private readonly _heardOf = new Map<string, number>();
  private readonly _changed = new Signal<this, Operation>(this);
  private readonly _activityChanged = new Signal<this, void>(this);
  private readonly _ready = new PromiseDelegate<void>();
  private _polls = false;
  private _isDisposed = false;
}

function isRunning(operation: Operation): boolean {
  return operation.state === 'running';
}

/** A running operation of which the server no longer knows: it was restarted. */
function lost(operation: Operation): Operation {
  return {
    ...operation,
    state: 'failed',
    revision: operation.revision + 1,
    error: { code: 'operation-lost', message: '', hint: '', details: {} }
  };
}
