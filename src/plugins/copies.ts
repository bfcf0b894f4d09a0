import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import {
  IDocumentManager,
  IDocumentManagerDialogs
} from '@jupyterlab/docmanager';
import {
  IDefaultFileBrowser,
  IFileBrowserFactory
} from '@jupyterlab/filebrowser';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { addCopyCommand } from '../copyCommand';
import { toErrorInfo } from '../errors';
import { Copying } from '../models/copying';
import type { IOpenDocument } from '../models/documents';
import { selectedFile } from '../models/selection';
import { CommandIDs, IHealthCheck, StockCommandIDs } from '../tokens';

export const copies: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-healthcheck:copies',
  description: 'Makes copies of read-only files that are a person’s own.',
  autoStart: true,
  requires: [IHealthCheck, IDocumentManager],
  optional: [
    ICommandPalette,
    IDefaultFileBrowser,
    // JupyterLab has these dialogs as a service since 4.6.
    IDocumentManagerDialogs,
    IFileBrowserFactory,
    ITranslator
  ],
  activate: (
    app: JupyterFrontEnd,
    healthCheck: IHealthCheck,
    manager: IDocumentManager,
    palette: ICommandPalette | null,
    browser: IDefaultFileBrowser | null,
    dialogs: IDocumentManagerDialogs | null,
    browsers: IFileBrowserFactory | null,
    translator: ITranslator | null
  ): void => {
    const { api, collections, documents, trans } = healthCheck;
    const { commands, serviceManager, shell } = app;
    const { contents } = serviceManager;
    const stock = (translator ?? nullTranslator).load('jupyterlab');
    const copying = new Copying(api, collections);
    const open = (path: string, factory?: string) =>
      manager.openOrReveal(path, factory, undefined, { ref: '_noref' });
    const readOnly = (): IOpenDocument[] =>
      documents.all.filter(({ context }) => {
        const path = documents.pathOf(context);
        return path !== null && collections.readOnlyAround(path) !== undefined;
      });

    /** Returns whether a copy was made, with all edits in it. */
    const copy = async (path: string): Promise<boolean> => {
      const { CopyNotice } = await import('../widgets/copyNotice');
      const document = documents.of(shell.currentWidget);
      const shown =
        document && documents.pathOf(document.context) === path
          ? document
          : documents.at(path);
      const notice = new CopyNotice(trans, {
        retry: () => {
          void copy(path);
        },
        showDetails: error => {
          void import('../widgets/detailsDialog').then(async dialog =>
            dialog.showDetails(error, { path }, trans)
          );
        },
        ...(commands.hasCommand(StockCommandIDs.showInFileBrowser) && {
          showFile: file => {
            void commands.execute(StockCommandIDs.showInFileBrowser, {
              path: file
            });
          }
        })
      });
      try {
        const outcome = await copying.make(
          path,
          {
            existing: async (paths, count) => {
              const { askAboutExisting } =
                await import('../widgets/copyDialogs');
              const edited = shown?.context.model.dirty ?? false;
              return askAboutExisting(paths, count, edited, trans);
            },
            size: async (files, size) => {
              const { askAboutSize } = await import('../widgets/copyDialogs');
              return askAboutSize(files, size, trans);
            }
          },
          async work => notice.during(work)
        );
        if (!outcome || 'open' in outcome) {
          if (outcome) {
            open(outcome.open);
          }
          return false;
        }
        const { handOver } = await import('../models/handover');
        await handOver(outcome.made, shown, { contents, open });
        notice.succeed(outcome.made);
        return true;
      } catch (reason) {
        notice.fail(toErrorInfo(reason));
        return false;
      } finally {
        void browser?.model.refresh();
      }
    };

    addCopyCommand(commands, {
      collections,
      copy,
      trans,
      current: () => {
        const document = documents.of(shell.currentWidget);
        return document ? documents.pathOf(document.context) : null;
      },
      selected: () => selectedFile(browsers, contents)
    });
    palette?.addItem({
      command: CommandIDs.copy,
      category: trans.__('Health Check')
    });

    void import('../widgets/documentButtons').then(({ DocumentButtons }) => {
      const buttons = new DocumentButtons({
        commands,
        documents,
        command: CommandIDs.copy,
        name: 'healthcheck-copy',
        after: ['read-only-indicator'],
        isShown: (_, path) => collections.readOnlyAround(path) !== undefined
      });
      collections.changed.connect(() => {
        buttons.update();
      });
      shell.disposed.connect(() => {
        buttons.dispose();
      });
    });
    void import('../widgets/stockToast').then(({ extendStockToast }) => {
      extendStockToast({
        stock,
        paths: () => readOnly().map(({ context }) => context.path),
        action: path => ({
          label: trans.__('Make my own copy'),
          displayType: 'accent',
          callback: () => {
            void copy(contents.localPath(path));
          }
        })
      });
    });
    if (dialogs) {
      void import('../widgets/stockDialogs').then(({ extendCloseDialog }) => {
        extendCloseDialog(dialogs, {
          documents: readOnly,
          ask: async name => {
            const { askBeforeClosing } = await import('../widgets/copyDialogs');
            return askBeforeClosing(name, trans, stock);
          },
          copy: async ({ context }) => copy(contents.localPath(context.path))
        });
      });
    }
  }
};
