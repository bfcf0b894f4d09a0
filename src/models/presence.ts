import type { IDisposable } from '@lumino/disposable';
import { DisposableDelegate } from '@lumino/disposable';
import { Debouncer, Poll } from '@lumino/polling';

import type { HealthCheckApi, PageDocument } from '../api';

const QUIET_FOR = 300;
const RENEW_EVERY = 30_000;

/** What a `Presence` is made of. */
export interface IPresenceOptions {
  api: Pick<HealthCheckApi, 'reportPage' | 'forgetPage'>;
  /** Names this page load. */
  page: string;
  /** What is open inside collections now. */
  documents: () => PageDocument[];
  /** Milliseconds without a change before the server is told. */
  quietFor?: number;
}

/**
 * Tells the server which documents inside collections this page has open, so
 * that nothing is replaced under it. The server forgets a page that is silent.
 */
export class Presence implements IDisposable {
  constructor(options: IPresenceOptions) {
    this._options = options;
    this._debouncer = new Debouncer(
      () => this._enqueue(false),
      options.quietFor ?? QUIET_FOR
    );
    this._renewal = new Poll({
      auto: false,
      factory: () => this._enqueue(true),
      frequency: { interval: RENEW_EVERY, backoff: false },
      name: 'jupyter-healthcheck:presence',
      standby: 'never'
    });
  }

  /** Whether the server knows this page. */
  get isRegistered(): boolean {
    return this._sent !== '';
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Take note that the open documents changed. */
  update(): void {
    if (!this._isDisposed && this._holds === 0) {
      // Failures are seen in _send; a debounced call may also be superseded.
      this._debouncer.invoke().catch(() => undefined);
    }
  }

  /**
   * Say nothing for a while, beginning when the last word has arrived: what is
   * said of closed documents elsewhere must not be overtaken by it.
   */
  async hold(): Promise<IDisposable> {
    this._holds += 1;
    await this._queue;
    return new DisposableDelegate(() => {
      this._holds -= 1;
      this.update();
    });
  }

  /** Say goodbye when the page is closed. */
  leave(): void {
    if (this.isRegistered) {
      this._sent = '';
      this._options.api.forgetPage(this._options.page).catch(() => undefined);
    }
  }

  dispose(): void {
    this._isDisposed = true;
    this._debouncer.dispose();
    this._renewal.dispose();
  }

  private _enqueue(renew: boolean): Promise<void> {
    this._queue = this._queue.then(() => this._send(renew));
    return this._queue;
  }

  private async _send(renew: boolean): Promise<void> {
    if (this._holds > 0 || this._isDisposed) {
      return;
    }
    const { api, documents, page } = this._options;
    const now = documents();
    const sent = now.length ? JSON.stringify(now) : '';
    if (sent === this._sent && !(renew && sent)) {
      return;
    }
    this._renew(sent !== '');
    try {
      await (sent ? api.reportPage(page, now) : api.forgetPage(page));
      this._sent = sent;
    } catch (reason) {
      // The next renewal tries again.
      console.warn('Health Check could not report open documents.', reason);
    }
  }

  private _renew(renew: boolean): void {
    if (renew === this._renews) {
      return;
    }
    this._renews = renew;
    // Starting the poll would say at once again what was just said.
    void (renew
      ? this._renewal.schedule({ interval: RENEW_EVERY, phase: 'started' })
      : this._renewal.stop());
  }

  private readonly _options: IPresenceOptions;
  private readonly _debouncer: Debouncer;
  private readonly _renewal: Poll;
  private _queue: Promise<void> = Promise.resolve();
  private _sent = '';
  private _holds = 0;
  private _renews = false;
  private _isDisposed = false;
}
