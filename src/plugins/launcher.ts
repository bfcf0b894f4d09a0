import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILauncher } from '@jupyterlab/launcher';
import { DisposableSet } from '@lumino/disposable';

import { CommandIDs, IHealthCheck } from '../tokens';

export const launcher: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-healthcheck:launcher',
  description: 'Has a card in the launcher for each collection.',
  autoStart: true,
  requires: [IHealthCheck],
  optional: [ILauncher],
  activate: (
    _app: JupyterFrontEnd,
    healthCheck: IHealthCheck,
    launcher: ILauncher | null
  ): void => {
    const { collections, preferences, trans } = healthCheck;
    if (!launcher) {
      return;
    }
    let cards = new DisposableSet();
    const update = (): void => {
      cards.dispose();
      const shown = preferences.launcher ? collections.onDemand : [];
      cards = DisposableSet.from(
        shown.map(({ id }, rank) =>
          launcher.add({
            command: CommandIDs.get,
            args: { collection: id, isLauncher: true },
            category: trans.__('Health Check'),
            rank
          })
        )
      );
    };
    collections.changed.connect(update);
    preferences.changed.connect(update);
  }
};
