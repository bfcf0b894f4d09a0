import type { TranslationBundle } from '@jupyterlab/translation';
import { Token } from '@lumino/coreutils';

import type { HealthCheckApi } from './api';
import type { CollectionsModel } from './models/collections';
import type { OpenDocuments } from './models/documents';
import type { Memory } from './models/memory';
import type { OperationsModel } from './models/operations';
import type { Preferences } from './models/preferences';
import type { Requests } from './models/requests';

/** What the plugins of this extension share. */
export interface IHealthCheck {
  readonly api: HealthCheckApi;
  readonly collections: CollectionsModel;
  readonly documents: OpenDocuments;
  readonly memory: Memory;
  readonly operations: OperationsModel;
  readonly preferences: Preferences;
  readonly requests: Requests;
  readonly trans: TranslationBundle;
}

export const IHealthCheck = new Token<IHealthCheck>(
  'jupyter-healthcheck:IHealthCheck',
  'Collections of health-check notebooks, and work on them.'
);

/** Domain of this extension's translations. */
export const DOMAIN = 'jupyter_healthcheck';

export const CommandIDs = {
  get: 'jupyter-healthcheck:get',
  provision: 'jupyter-healthcheck:provision',
  restore: 'jupyter-healthcheck:restore',
  about: 'jupyter-healthcheck:about',
  copy: 'jupyter-healthcheck:copy',
  compare: 'jupyter-healthcheck:compare'
} as const;

/** Commands of JupyterLab that serve where they are there. */
export const StockCommandIDs = {
  openNotifications: 'apputils:display-notifications',
  showInFileBrowser: 'filebrowser:go-to-path'
} as const;
