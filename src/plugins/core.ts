import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { HealthCheckApi } from '../api';
import { CollectionsModel } from '../models/collections';
import { OpenDocuments } from '../models/documents';
import { Memory } from '../models/memory';
import { OperationsModel } from '../models/operations';
import { Preferences } from '../models/preferences';
import { Requests } from '../models/requests';
import { DOMAIN, IHealthCheck } from '../tokens';

const ID = 'jupyter-healthcheck:plugin';

export const core: JupyterFrontEndPlugin<IHealthCheck> = {
  id: ID,
  description: 'Knows the collections, and the work that is done on them.',
  autoStart: true,
  provides: IHealthCheck,
  optional: [ITranslator, ISettingRegistry],
  activate: (
    app: JupyterFrontEnd,
    translator: ITranslator | null,
    settings: ISettingRegistry | null
  ): IHealthCheck => {
    const trans = (translator ?? nullTranslator).load(DOMAIN);
    const { contents, events, serverSettings } = app.serviceManager;
    const api = new HealthCheckApi(serverSettings);
    const memory = new Memory(sessionStorage, localStorage);
    const collections = new CollectionsModel(api);
    const operations = new OperationsModel({ api, events: events.stream });
    // Made now, so that documents of the restored layout are seen as well.
    const documents = new OpenDocuments(app.docRegistry, contents);
    const preferences = new Preferences();
    const requests = new Requests({
      api,
      memory,
      operations,
      ask: async (title, plan) => {
        const { askAboutCopy } = await import('../widgets/overwriteDialog');
        return askAboutCopy(title, plan, trans);
      }
    });

    settings
      ?.load(ID)
      .then(loaded => {
        preferences.use(loaded);
      })
      .catch((reason: unknown) => {
        console.warn('Health Check uses its default settings.', reason);
      });

    // What is under way and what ended is shown; nothing may delay the start.
    const catchUp = (): void => {
      operations.refreshAll().catch(() => undefined);
    };
    void app.restored.then(async () => {
      await collections.refresh();
      if (!collections.failure) {
        catchUp();
        // The events' socket rests while a window is hidden, without a replay.
        document.addEventListener('visibilitychange', () => {
          if (document.visibilityState === 'visible') {
            catchUp();
          }
        });
      }
    });
    operations.changed.connect((_, operation) => {
      if (operation.state === 'succeeded') {
        void collections.refresh();
      }
    });

    app.shell.disposed.connect(() => {
      documents.dispose();
    });
    return {
      api,
      collections,
      documents,
      memory,
      operations,
      preferences,
      requests,
      trans
    };
  }
};
