import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

import type { Operation } from '../api';
import type { ErrorInfo } from '../errors';
import type { Memory } from '../models/memory';
import type { OperationsModel } from '../models/operations';
import { Quiet } from '../models/quiet';
import type { IRefusal, Requests } from '../models/requests';
import { describeFailure } from '../wording/failures';
import {
  describeEnd,
  describeProgress,
  describeSuccess
} from '../wording/operations';

const SHORT = 5_000;
const LONG = 10_000;

/** What a person can do from a notification. */
export interface INotificationActions {
  cancel: (operation: Operation) => void;
  chooseBackup: () => void;
  get: (collection: string) => void;
  open: (path: string) => void;
  openEdited: (operation: Operation) => void;
  restore: (backup: string) => void;
  showDetails: (error: ErrorInfo, context: Record<string, string>) => void;
}

/** What `OperationNotifications` are made of. */
export interface IOperationNotificationsOptions {
  actions: INotificationActions;
  /** Whether folders can be shown. */
  canOpen: () => boolean;
  memory: Memory;
  operations: OperationsModel;
  requests: Pick<Requests, 'declined' | 'refused'>;
  trans: TranslationBundle;
}

/** One notification per operation, updated in place. */
export class OperationNotifications implements IDisposable {
  constructor(options: IOperationNotificationsOptions) {
    this._options = options;
    this._quiet = new Quiet(options.memory);
    const { operations, requests, trans } = options;
    operations.changed.connect((_, operation) => {
      this._onOperation(operation);
    }, this);
    requests.declined.connect(() => {
      Notification.info(trans.__('Cancelled. Your copy is as it was.'), {
        autoClose: SHORT
      });
    }, this);
    requests.refused.connect((_, refusal) => {
      this._onRefused(refusal);
    }, this);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private _onOperation(operation: Operation): void {
    const { memory } = this._options;
    const shown = this._shown.get(operation.id);
    if (!shown && this._quiet.covers(operation)) {
      return;
    }
    if (operation.state === 'running') {
      this._show(operation.id, this._progress(operation));
    } else if (operation.state === 'needs-decision') {
      // The window whose person asked opens a dialog; others need not know.
      if (shown) {
        Notification.dismiss(shown.notification);
      }
      this._shown.delete(operation.id);
    } else if (shown || !memory.isShown(operation.id)) {
      memory.setShown(operation.id);
      this._show(operation.id, this._end(operation));
      this._shown.delete(operation.id);
    }
  }

  private _onRefused({ collection, error }: IRefusal): void {
    const { message, hint } = describeFailure(error, this._options.trans);
    const context: Record<string, string> = collection ? { collection } : {};
    Notification.error(`${message}\n${hint}`.trim(), {
      autoClose: false,
      actions: [
        ...(collection ? [this._retry(collection)] : []),
        this._details(error, context)
      ]
    });
  }

  private _show(id: string, content: IContent): void {
    const shown = this._shown.get(id);
    const fingerprint = JSON.stringify(content);
    if (shown?.fingerprint === fingerprint) {
      return;
    }
    const { message, type, ...options } = content;
    let notification = shown?.notification ?? '';
    if (!Notification.manager.has(notification)) {
      if (shown && type === 'in-progress') {
        // The person sent it away; only the end is worth coming back for.
        return;
      }
      notification = Notification.emit(message, type, options);
    } else {
      Notification.update({ id: notification, ...content });
    }
    this._shown.set(id, { notification, fingerprint });
  }

  private _progress(operation: Operation): IContent {
    const { trans } = this._options;
    const cancelling = this._cancelling.has(operation.id);
    return {
      message: cancelling
        ? trans.__('Cancelling…')
        : describeProgress(operation, trans),
      type: 'in-progress',
      autoClose: false,
      progress: operation.percent / 100,
      actions: cancelling ? [] : [this._cancel(operation)]
    };
  }

  private _end(operation: Operation): IContent {
    const { trans } = this._options;
    const { collection, error, id, kind, state } = operation;
    this._cancelling.delete(id);
    if (state === 'succeeded') {
      return this._success(operation);
    }
    const message = describeEnd(operation, trans);
    if (state === 'cancelled' || !error) {
      return { message, type: 'info', autoClose: SHORT, actions: [] };
    }
    return {
      message,
      type: 'error',
      autoClose: false,
      actions: [
        this._retry(kind === 'restore' ? null : collection),
        this._details(error, { collection, operation: id })
      ]
    };
  }

  private _success(operation: Operation): IContent {
    const { actions, canOpen, memory, trans } = this._options;
    const { result } = operation;
    const backup = result?.backup;
    const buttons: Notification.IAction[] = [];
    if (result && canOpen()) {
      buttons.push({
        label: trans.__('Open'),
        displayType: 'accent',
        callback: () => {
          actions.open(result.path);
        }
      });
    }
    if (backup && operation.kind === 'provision') {
      buttons.push({
        label: trans.__('Show my files'),
        callback: () => {
          actions.open(backup.path);
        }
      });
    } else if (backup) {
      buttons.push({
        label: trans.__('Undo'),
        callback: () => {
          actions.restore(backup.id);
        }
      });
    }
    if (backup && memory.editedFor(operation.id).length > 0) {
      buttons.push({
        label: trans.__('Open my edited copies'),
        callback: event => {
          event.preventDefault();
          actions.openEdited(operation);
        }
      });
    }
    return {
      message: describeSuccess(operation, trans),
      type: result?.notice ? 'info' : 'success',
      autoClose: backup ? false : LONG,
      actions: buttons
    };
  }

  private _cancel(operation: Operation): Notification.IAction {
    const { actions, trans } = this._options;
    return {
      label: trans.__('Cancel'),
      callback: event => {
        // The notification stays, to tell how it ended.
        event.preventDefault();
        this._cancelling.add(operation.id);
        this._show(operation.id, this._progress(operation));
        actions.cancel(operation);
      }
    };
  }

  private _retry(collection: string | null): Notification.IAction {
    const { actions, trans } = this._options;
    return {
      label: trans.__('Try again'),
      callback: () => {
        if (collection === null) {
          actions.chooseBackup();
        } else {
          actions.get(collection);
        }
      }
    };
  }

  private _details(
    error: ErrorInfo,
    context: Record<string, string>
  ): Notification.IAction {
    const { actions, trans } = this._options;
    return {
      label: trans.__('Details'),
      callback: event => {
        // Whoever read the details may still want to try again.
        event.preventDefault();
        actions.showDetails(error, context);
      }
    };
  }

  private readonly _options: IOperationNotificationsOptions;
  private readonly _quiet: Quiet;
  private readonly _shown = new Map<string, IShown>();
  private readonly _cancelling = new Set<string>();
  private _isDisposed = false;
}

interface IContent {
  message: string;
  type: Notification.TypeOptions;
  autoClose: number | false;
  progress?: number;
  actions: Notification.IAction[];
}

interface IShown {
  notification: string;
  /** Of what was shown last, so that nothing is drawn twice. */
  fingerprint: string;
}
