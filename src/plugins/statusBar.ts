import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IStatusBar } from '@jupyterlab/statusbar';

import { IHealthCheck, StockCommandIDs } from '../tokens';
import { OperationStatus } from '../widgets/status';

export const statusBar: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-healthcheck:statusbar',
  description: 'Shows in the status bar what is under way.',
  autoStart: true,
  requires: [IHealthCheck],
  optional: [IStatusBar],
  activate: (
    app: JupyterFrontEnd,
    healthCheck: IHealthCheck,
    statusBar: IStatusBar | null
  ): void => {
    const { operations, trans } = healthCheck;
    statusBar?.registerStatusItem('jupyter-healthcheck:status', {
      item: new OperationStatus(operations, trans, () => {
        void app.commands.execute(StockCommandIDs.openNotifications);
      }),
      align: 'right',
      isActive: () => operations.running.length > 0,
      activeStateChanged: operations.activityChanged
    });
  }
};
