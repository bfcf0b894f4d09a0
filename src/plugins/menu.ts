import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IMainMenu } from '@jupyterlab/mainmenu';
import type { IRankedMenu } from '@jupyterlab/ui-components';
import { RankedMenu } from '@jupyterlab/ui-components';
import type { IDisposable } from '@lumino/disposable';
import { MenuBar } from '@lumino/widgets';

import { perCollection } from '../commands';
import { IHealthCheck } from '../tokens';

/** As in the schema, which holds the menu's fixed part. */
const MENU_ID = 'jp-mainmenu-healthcheck';
const GET_RANK = 10;

export const menu: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-healthcheck:menu',
  description: "Lists the server's collections in the Health Check menu.",
  autoStart: true,
  requires: [IHealthCheck],
  optional: [IMainMenu],
  activate: (
    _app: JupyterFrontEnd,
    healthCheck: IHealthCheck,
    mainMenu: IMainMenu | null
  ): void => {
    const { collections } = healthCheck;
    let group: IDisposable | null = null;
    collections.changed.connect(() => {
      const ours = findMenu(mainMenu);
      group?.dispose();
      group = ours?.addGroup(perCollection(collections), GET_RANK) ?? null;
    });
  }
};

/** The menu that the schema made, unless the person switched it off. */
function findMenu(mainMenu: IMainMenu | null): IRankedMenu | undefined {
  return mainMenu instanceof MenuBar
    ? mainMenu.menus
        .filter(one => one instanceof RankedMenu)
        .find(one => one.id === MENU_ID)
    : undefined;
}
