import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, Notification } from '@jupyterlab/apputils';
import { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import type { INotebookContent } from '@jupyterlab/nbformat';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { find } from '@lumino/algorithm';

import { addCompareCommand } from '../compareCommand';
import { toErrorInfo } from '../errors';
import {
  METADATA,
  originalOf,
  Originals,
  originalOfOpen
} from '../models/originals';
import { selectedFile } from '../models/selection';
import { CommandIDs, IHealthCheck } from '../tokens';

export const compare: JupyterFrontEndPlugin<void> = {
  id: 'jupyter-healthcheck:compare',
  description: 'Compares copies with their originals.',
  autoStart: true,
  requires: [IHealthCheck, IRenderMimeRegistry],
  optional: [ICommandPalette, IFileBrowserFactory, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    healthCheck: IHealthCheck,
    rendermime: IRenderMimeRegistry,
    palette: ICommandPalette | null,
    browsers: IFileBrowserFactory | null,
    translator: ITranslator | null
  ): void => {
    const { api, collections, documents, operations, trans } = healthCheck;
    const { commands, serviceManager, shell } = app;
    const { contents } = serviceManager;
    const originals = new Originals(api, documents);

    const read = async (path: string): Promise<INotebookContent> => {
      const document = documents.at(path);
      if (document?.context.isReady) {
        // As it is shown, with edits that were not saved.
        return document.context.model.toJSON() as unknown as INotebookContent;
      }
      const model = await contents.get(path, {
        type: 'notebook',
        content: true
      });
      return model.content as INotebookContent;
    };
    const tell = (message: string): void => {
      Notification.info(message, { autoClose: 10_000 });
    };
    const show = async (path: string): Promise<void> => {
      const copy = { path, content: await read(path) };
      const original = originalOf(copy.content.metadata[METADATA]);
      if (!original) {
        tell(trans.__('This notebook does not say what it is a copy of.'));
        return;
      }
      const now = await api.original(original);
      if (now.path === null) {
        tell(
          trans.__(
            'The original is gone: there is no %1 any more.',
            original.path
          )
        );
        return;
      }
      const file = await contents.get(now.path, {
        type: 'notebook',
        content: true
      });
      const { comparisonId, createComparison } =
        await import('../widgets/comparison');
      const id = comparisonId(path);
      find(shell.widgets('main'), one => one.id === id)?.dispose();
      const widget = createComparison(
        { path: now.path, content: file.content as INotebookContent },
        copy,
        { rendermime, trans, translator: translator ?? nullTranslator }
      );
      shell.add(widget, 'main');
      shell.activateById(widget.id);
    };

    addCompareCommand(commands, {
      trans,
      compare: async path =>
        show(path).catch(async (reason: unknown) => {
          const { describeFailure } = await import('../wording/failures');
          const words = describeFailure(toErrorInfo(reason), trans);
          Notification.error(`${words.message}\n${words.hint}`.trim(), {
            autoClose: false
          });
        }),
      current: () => {
        const document = documents.of(shell.currentWidget);
        return document && originalOfOpen(document.context)
          ? documents.pathOf(document.context)
          : null;
      },
      selected: () => {
        const path = selectedFile(browsers, contents);
        return path?.endsWith('.ipynb') && collections.isOwnCopy(path)
          ? path
          : null;
      }
    });
    palette?.addItem({
      command: CommandIDs.compare,
      category: trans.__('Health Check')
    });

    void import('../widgets/documentButtons').then(({ DocumentButtons }) => {
      const buttons = new DocumentButtons({
        commands,
        documents,
        command: CommandIDs.compare,
        name: 'healthcheck-compare',
        after: ['spacer'],
        isShown: ({ context }) => originals.isNewer(context)
      });
      originals.changed.connect(() => {
        buttons.update();
      });
      shell.disposed.connect(() => {
        buttons.dispose();
        originals.dispose();
      });
    });
    operations.changed.connect((_, { collection, state }) => {
      if (
        state === 'succeeded' &&
        collections.find(collection)?.access === 'read-only'
      ) {
        originals.refresh();
      }
    });
  }
};
