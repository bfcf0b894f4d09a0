import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IDefaultFileBrowser } from '@jupyterlab/filebrowser';

import { IHealthCheck } from '../tokens';

export const fileBrowser: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-healthcheck:filebrowser',
  description: 'Goes to fresh notebooks in the window whose person asked.',
  autoStart: true,
  requires: [IHealthCheck],
  optional: [IDefaultFileBrowser],
  activate: (
    _app: JupyterFrontEnd,
    healthCheck: IHealthCheck,
    browser: IDefaultFileBrowser | null
  ): void => {
    const { memory, operations, preferences } = healthCheck;
    if (!browser) {
      return;
    }
    operations.changed.connect((_, { id, result, state }) => {
      if (state !== 'succeeded' || !result) {
        return;
      }
      const isAsked = memory.isAsked(id);
      memory.setAsked(id, false);
      void (isAsked && preferences.openFolder
        ? browser.model.cd(`/${result.path}`)
        : browser.model.refresh());
    });
  }
};
