import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { DisposableSet } from '@lumino/disposable';

import { addCommands, perCollection } from '../commands';
import { CommandIDs, IHealthCheck } from '../tokens';

export const commands: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-healthcheck:commands',
  description: 'Adds the commands, and lists them in the palette.',
  autoStart: true,
  requires: [IHealthCheck],
  optional: [ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    healthCheck: IHealthCheck,
    palette: ICommandPalette | null
  ): void => {
    addCommands(app.commands, healthCheck);
    if (!palette) {
      return;
    }
    const category = healthCheck.trans.__('Health Check');
    for (const command of [CommandIDs.restore, CommandIDs.about]) {
      palette.addItem({ command, category });
    }
    let items = new DisposableSet();
    healthCheck.collections.changed.connect(collections => {
      items.dispose();
      items = DisposableSet.from(
        perCollection(collections).map(item =>
          palette.addItem({ ...item, category })
        )
      );
    });
  }
};
