import type { JupyterFrontEndPlugin } from '@jupyterlab/application';

import { commands } from './plugins/commands';
import { compare } from './plugins/compare';
import { copies } from './plugins/copies';
import { core } from './plugins/core';
import { documents } from './plugins/documents';
import { fileBrowser } from './plugins/fileBrowser';
import { launcher } from './plugins/launcher';
import { menu } from './plugins/menu';
import { notifications } from './plugins/notifications';
import { statusBar } from './plugins/statusBar';

const plugins: JupyterFrontEndPlugin<unknown>[] = [
  core,
  commands,
  compare,
  copies,
  documents,
  fileBrowser,
  launcher,
  menu,
  notifications,
  statusBar
];

export default plugins;
