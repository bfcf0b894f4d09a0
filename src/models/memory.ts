import { isRecord } from '../errors';

/** A document that this page closed, to be opened again. */
export interface IClosedDocument {
  path: string;
  /** Name of the widget factory that showed it. */
  factory: string;
  /** Whether it had edits that were not saved yet. */
  edited: boolean;
  /** Whether it was the one in front. */
  current: boolean;
}

const ASKED = 'jupyter-healthcheck:asked';
const CLOSED = 'jupyter-healthcheck:closed';
const EDITED = 'jupyter-healthcheck:edited';
const SHOWN = 'jupyter-healthcheck:shown';
const KEPT_AT_MOST = 50;

/**
 * What has to outlive a reload: which operations this window's person asked
 * for, which documents it closed for them, and which results were shown.
 *
 * Operations have ids that are never used twice, so that people who share a
 * browser's storage behind one hub do not meet each other's.
 */
export class Memory {
  /**
   * @param window - Storage of this window, which a reload keeps.
   * @param browser - Storage that all windows share.
   */
  constructor(
    private readonly _window: Storage,
    private readonly _browser: Storage
  ) {}

  /** Whether this window's person asked for an operation. */
  isAsked(operation: string): boolean {
    return this._list(this._window, ASKED).includes(operation);
  }

  setAsked(operation: string, asked: boolean): void {
    const others = this._list(this._window, ASKED).filter(
      id => id !== operation
    );
    this._write(this._window, ASKED, asked ? [...others, operation] : others);
  }

  /** Whether any window has shown how an operation ended. */
  isShown(operation: string): boolean {
    return this._list(this._browser, SHOWN).includes(operation);
  }

  setShown(operation: string): void {
    if (!this.isShown(operation)) {
      const ids = [...this._list(this._browser, SHOWN), operation];
      this._write(this._browser, SHOWN, ids);
    }
  }

  /** Operations for which this window has documents to open again. */
  get operationsWithClosed(): readonly string[] {
    return Object.keys(this._map(CLOSED));
  }

  /** Documents that this window closed for an operation. */
  closedFor(operation: string): readonly IClosedDocument[] {
    const documents = this._map(CLOSED)[operation];
    return Array.isArray(documents) ? (documents as IClosedDocument[]) : [];
  }

  setClosed(operation: string, documents: readonly IClosedDocument[]): void {
    this._storeIn(CLOSED, operation, documents);
  }

  /** Paths of documents with unsaved edits that an operation had saved first. */
  editedFor(operation: string): readonly string[] {
    const paths = this._map(EDITED)[operation];
    return Array.isArray(paths) ? (paths as string[]) : [];
  }

  setEdited(operation: string, paths: readonly string[]): void {
    this._storeIn(EDITED, operation, paths);
  }

  private _map(key: string): Record<string, unknown> {
    const value = this._read(this._window, key);
    return isRecord(value) ? value : {};
  }

  private _storeIn(key: string, id: string, list: readonly unknown[]): void {
    const others = Object.entries(this._map(key))
      .filter(([other]) => other !== id)
      .slice(1 - KEPT_AT_MOST);
    const entries = list.length ? [...others, [id, list]] : others;
    this._store(this._window, key, Object.fromEntries(entries));
  }

  private _list(storage: Storage, key: string): string[] {
    const value = this._read(storage, key);
    return Array.isArray(value)
      ? value.filter((one): one is string => typeof one === 'string')
      : [];
  }

  private _write(storage: Storage, key: string, ids: string[]): void {
    this._store(storage, key, ids.slice(-KEPT_AT_MOST));
  }

  private _read(storage: Storage, key: string): unknown {
    try {
      return JSON.parse(storage.getItem(key) ?? 'null');
    } catch {
      // Storage that is damaged, or that the browser refuses, holds nothing.
      return null;
    }
  }

  private _store(storage: Storage, key: string, value: unknown): void {
    try {
      storage.setItem(key, JSON.stringify(value));
    } catch (reason) {
      console.warn('Health Check cannot remember this over a reload.', reason);
    }
  }
}
