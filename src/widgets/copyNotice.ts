import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Copy } from '../api';
import type { ErrorInfo } from '../errors';
import { describeCopy } from '../wording/copies';
import { describeFailure } from '../wording/failures';

/** What takes longer than this is worth a word. */
const SOON = 500;
const LONG = 10_000;

/** What a person can do from a notice. */
export interface ICopyActions {
  retry: () => void;
  showDetails: (error: ErrorInfo) => void;
  /** Absent where no file browser is. */
  showFile?: (path: string) => void;
}

/** The one notification of a copy, from its progress to its end. */
export class CopyNotice {
  constructor(
    private readonly _trans: TranslationBundle,
    private readonly _actions: ICopyActions
  ) {}

  /** Say that something is under way, as long as it is. */
  async during<T>(work: Promise<T>): Promise<T> {
    const timer = setTimeout(() => {
      this._id = Notification.emit(
        this._trans.__('Making your own copy…'),
        'in-progress',
        { autoClose: false }
      );
    }, SOON);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
      this._dismiss();
    }
  }

  succeed(copy: Copy): void {
    const { showFile } = this._actions;
    const actions: Notification.IAction[] = [];
    if (showFile) {
      actions.push({
        label: this._trans.__('Show in file browser'),
        callback: () => {
          showFile(copy.path);
        }
      });
    }
    Notification.success(describeCopy(copy, this._trans), {
      autoClose: LONG,
      actions
    });
  }

  fail(error: ErrorInfo): void {
    const { message, hint } = describeFailure(error, this._trans);
    Notification.error(`${message}\n${hint}`.trim(), {
      autoClose: false,
      actions: [
        {
          label: this._trans.__('Try again'),
          callback: () => {
            this._actions.retry();
          }
        },
        {
          label: this._trans.__('Details'),
          callback: event => {
            // Whoever read the details may still want to try again.
            event.preventDefault();
            this._actions.showDetails(error);
          }
        }
      ]
    });
  }

  private _dismiss(): void {
    if (this._id) {
      Notification.dismiss(this._id);
      this._id = '';
    }
  }

  private _id = '';
}
