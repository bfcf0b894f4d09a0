import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { UUID } from '@lumino/coreutils';

import type { PageDocument } from '../api';
import { Presence } from '../models/presence';
import { Quiescing } from '../models/quiescing';
import { Renewing } from '../models/renewing';
import { settle } from '../models/settling';
import { UnkeptEdits } from '../models/unkeptEdits';
import { CommandIDs, IHealthCheck } from '../tokens';
import { tellOfUnkept } from '../widgets/unkeptNotice';

export const documents: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-healthcheck:documents',
  description:
    'Saves and closes open documents before they are replaced; opens or renews them after.',
  autoStart: true,
  requires: [IHealthCheck, IDocumentManager],
  activate: (
    app: JupyterFrontEnd,
    healthCheck: IHealthCheck,
    manager: IDocumentManager
  ): void => {
    const { api, collections, memory, operations, trans } = healthCheck;
    const open = healthCheck.documents;
    const { contents } = app.serviceManager;
    const page = UUID.uuid4();
    const inside = (): PageDocument[] =>
      collections.folders.flatMap(folder =>
        open.inside(folder).flatMap(({ context }) => {
          const path = open.pathOf(context);
          return path ? [{ path, edited: context.model.dirty }] : [];
        })
      );
    const presence = new Presence({ api, page, documents: inside });
    open.changed.connect(() => {
      presence.update();
    });
    collections.changed.connect(() => {
      presence.update();
    });
    window.addEventListener('pagehide', () => {
      presence.leave();
    });

    const quiescing = new Quiescing({
      api,
      documents: open,
      memory,
      operations,
      page,
      presence,
      settle: context => settle(context, contents),
      exists: path =>
        contents.get(path, { content: false }).then(
          () => true,
          () => false
        ),
      open: ({ current, factory, path }) => {
        manager.openOrReveal(path, factory, undefined, {
          activate: current,
          // Notebook would open another browser window without it.
          ref: '_noref'
        });
      },
      current: () => app.shell.currentWidget
    });
    void operations.ready.then(() => quiescing.resume());
    const renewing = new Renewing({ contents, documents: open, operations });

    const { commands } = app;
    const unkept = new UnkeptEdits({
      documents: open,
      folders: () =>
        collections.all
          .filter(one => one.access === 'read-only')
          .map(one => one.path),
      tell: path => {
        const copy = (): void => {
          void commands.execute(CommandIDs.copy, { path });
        };
        const canCopy = commands.hasCommand(CommandIDs.copy);
        return tellOfUnkept(path, canCopy ? copy : null, trans);
      }
    });
    collections.changed.connect(() => {
      unkept.update();
    });
    const disposables = [unkept, renewing, quiescing, presence];
    app.shell.disposed.connect(() => {
      disposables.forEach(one => {
        one.dispose();
      });
    });
  }
};
