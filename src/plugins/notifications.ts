import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { PathExt } from '@jupyterlab/coreutils';
import { IDocumentManager } from '@jupyterlab/docmanager';

import type { ErrorInfo } from '../errors';
import { CommandIDs, IHealthCheck, StockCommandIDs } from '../tokens';
import { OperationNotifications } from '../widgets/notifications';

export const notifications: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-healthcheck:notifications',
  description: 'Shows what is under way, and how it ended.',
  autoStart: true,
  requires: [IHealthCheck],
  optional: [IDocumentManager],
  activate: (
    app: JupyterFrontEnd,
    healthCheck: IHealthCheck,
    documents: IDocumentManager | null
  ): void => {
    const { collections, memory, operations, requests, trans } = healthCheck;
    const { commands } = app;
    const showDetails = async (
      error: ErrorInfo,
      context: Record<string, string>
    ): Promise<void> => {
      const dialog = await import('../widgets/detailsDialog');
      await dialog.showDetails(error, context, trans);
    };

    const shown = new OperationNotifications({
      memory,
      operations,
      requests,
      trans,
      canOpen: () => commands.hasCommand(StockCommandIDs.showInFileBrowser),
      actions: {
        cancel: ({ id }) => {
          void requests.cancel(id);
        },
        open: path => {
          void commands.execute(StockCommandIDs.showInFileBrowser, { path });
        },
        openEdited: ({ id, path, result }) => {
          const previous = result?.backup?.path;
          for (const edited of previous ? memory.editedFor(id) : []) {
            const inside = PathExt.relative(path, edited);
            documents?.openOrReveal(PathExt.join(previous ?? '', inside));
          }
        },
        restore: backup => {
          void requests.restore(backup);
        },
        get: collection => {
          const again = collections.find(collection);
          const command =
            again?.delivery === 'automatic'
              ? CommandIDs.provision
              : CommandIDs.get;
          void commands.execute(command, { collection });
        },
        chooseBackup: () => {
          void commands.execute(CommandIDs.restore);
        },
        showDetails: (error, context) => {
          void showDetails(error, context);
        }
      }
    });
    app.shell.disposed.connect(() => {
      shown.dispose();
    });
  }
};
