import { Notification } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

const LONG = 10_000;

/** What the extended toast needs to know. */
export interface IStockToastOptions {
  /** Paths of open documents of which a copy can be made. */
  paths: () => string[];
  /** Offered in addition; makes the copy. */
  action: (path: string) => Notification.IAction;
  /** JupyterLab's own words, by which its toast is known. */
  stock: TranslationBundle;
}

/**
 * Let JupyterLab's toast on saving a read-only document offer a copy.
 *
 * The toast has no name and no place for further buttons, but all
 * notifications can be updated. It is known by its sentence; if a later
 * JupyterLab says something else, it stays as it is.
 */
export function extendStockToast({
  action,
  paths,
  stock
}: IStockToastOptions): void {
  Notification.manager.changed.connect((manager, { notification, type }) => {
    if (type !== 'added' || notification.type !== 'warning') {
      return;
    }
    const path = paths().find(
      one =>
        notification.message ===
        stock.__('%1 is read-only. Use "Save as…" instead.', one)
    );
    if (path) {
      const { id, message } = notification;
      whenDrawn(id, () => {
        manager.update({
          id,
          message,
          autoClose: LONG,
          actions: [action(path)]
        });
      });
    }
  });
}

/** A toast takes no update before it is drawn; one that is not shown never is. */
function whenDrawn(id: string, act: () => void, frames = 120): void {
  requestAnimationFrame(() => {
    if (frames === 0 || document.getElementById(id)) {
      act();
    } else {
      whenDrawn(id, act, frames - 1);
    }
  });
}
