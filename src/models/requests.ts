import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { GetRequest, HealthCheckApi, WorkspacePlan } from '../api';
import type { Operation } from '../api';
import type { ErrorInfo } from '../errors';
import { toErrorInfo } from '../errors';
import { isPlan, needsAsking } from './losses';
import type { Memory } from './memory';
import type { OperationsModel } from './operations';

/** What a person can decide about the copy that they have. */
export type Decision = 'keep-both' | 'replace';

/** A request that the server refused at once. */
export interface IRefusal {
  error: ErrorInfo;
  /** The collection that was to be got, if it was one. */
  collection: string | null;
}

/** What `Requests` are made of. */
export interface IRequestsOptions {
  api: Pick<HealthCheckApi, 'cancel' | 'get' | 'provision' | 'restore'>;
  memory: Memory;
  operations: OperationsModel;
  /** Asks the person; null means that nothing shall be changed. */
  ask: (title: string, plan: WorkspacePlan) => Promise<Decision | null>;
}

/** What the person in this window asks for, and what they are asked in turn. */
export class Requests implements IDisposable {
  constructor(options: IRequestsOptions) {
    this._options = options;
    options.operations.changed.connect((_, operation) => {
      this._onOperation(operation);
    }, this);
  }

  /** Emitted when a request was refused at once. */
  get refused(): ISignal<this, IRefusal> {
    return this._refused;
  }

  /** Emitted when the person was asked and wants nothing to be changed. */
  get declined(): ISignal<this, void> {
    return this._declined;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Get a collection; where something could be lost, ask first. */
  async get(collection: string): Promise<void> {
    await this._get(collection, { on_existing: 'ask', token: null });
  }

  /** Bring a read-only collection up to date now. */
  async provision(collection: string): Promise<void> {
    await this._begin(this._options.api.provision(collection), collection);
  }

  /** Bring a previous copy back. */
  async restore(backup: string): Promise<void> {
    await this._begin(this._options.api.restore(backup), null);
  }

  /** Stop an operation. */
  async cancel(operation: string): Promise<void> {
    try {
      const { api, operations } = this._options;
      operations.adopt(await api.cancel(operation));
    } catch (reason) {
      this._refuse(reason, null);
    }
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private _onOperation(operation: Operation): void {
    const { memory } = this._options;
    if (
      operation.state === 'needs-decision' &&
      operation.plan &&
      memory.isAsked(operation.id) &&
      !this._deciding.has(operation.id)
    ) {
      this._deciding.add(operation.id);
      void this._decide(operation, operation.plan).finally(() => {
        memory.setAsked(operation.id, false);
        this._deciding.delete(operation.id);
      });
    }
  }

  private async _decide(
    { collection, title }: Operation,
    plan: WorkspacePlan
  ): Promise<void> {
    let open: WorkspacePlan | null = plan;
    while (open) {
      const decision = await this._options.ask(title, open);
      if (!decision) {
        this._declined.emit();
        return;
      }
      const { token } = open;
      open = await this._get(collection, { on_existing: decision, token });
    }
  }

  /** Returns a plan if the person has to look at it before anything is done. */
  private async _get(
    collection: string,
    request: GetRequest
  ): Promise<WorkspacePlan | null> {
    const { api } = this._options;
    try {
      await this._follow(api.get(collection, request));
      return null;
    } catch (reason) {
      const error = toErrorInfo(reason);
      const { plan } = error.details;
      if (error.code !== 'plan-changed' || !isPlan(plan)) {
        this._refuse(reason, collection);
        return null;
      }
      if (needsAsking(plan)) {
        return plan;
      }
      // Nothing is left that could be lost, so there is nothing to ask.
      await this.get(collection);
      return null;
    }
  }

  private async _begin(
    answer: Promise<Operation>,
    collection: string | null
  ): Promise<void> {
    try {
      await this._follow(answer);
    } catch (reason) {
      this._refuse(reason, collection);
    }
  }

  private async _follow(answer: Promise<Operation>): Promise<void> {
    const operation = await answer;
    this._options.memory.setAsked(operation.id, true);
    this._options.operations.adopt(operation);
  }

  private _refuse(reason: unknown, collection: string | null): void {
    this._refused.emit({ error: toErrorInfo(reason), collection });
  }

  private readonly _options: IRequestsOptions;
  private readonly _deciding = new Set<string>();
  private readonly _refused = new Signal<this, IRefusal>(this);
  private readonly _declined = new Signal<this, void>(this);
  private _isDisposed = false;
}
