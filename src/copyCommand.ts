import { editIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';

import type { CollectionsModel } from './models/collections';
import { CommandIDs } from './tokens';
import type { IHealthCheck } from './tokens';

/** What the command needs of the page. */
export interface ICopyCommandOptions {
  collections: CollectionsModel;
  /** Path of the document that the person works in. */
  current: () => string | null;
  /** Path of the one file that is selected in the file browser. */
  selected: () => string | null;
  /** Makes the copy and opens it. */
  copy: (path: string) => Promise<unknown>;
  trans: IHealthCheck['trans'];
}

/** Add “Make my own copy”. It only ever adds files, so it asks no more than it must. */
export function addCopyCommand(
  commands: CommandRegistry,
  { collections, copy, current, selected, trans }: ICopyCommandOptions
): void {
  const target = (args: Record<string, unknown>): string | null => {
    const path =
      typeof args.path === 'string'
        ? args.path
        : args.isFileBrowser
          ? selected()
          : current();
    return path && collections.readOnlyAround(path) ? path : null;
  };
  commands.addCommand(CommandIDs.copy, {
    label: trans.__('Make my own copy'),
    caption: trans.__(
      'Copy this read-only file, with your edits, to where you can change it'
    ),
    icon: args => (args.isToolbar ? editIcon : undefined),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          path: {
            type: 'string',
            description: trans.__(
              'The read-only file; by default the one that is shown'
            )
          },
          isFileBrowser: {
            type: 'boolean',
            description: trans.__(
              'Whether to take the file that is selected in the file browser'
            )
          },
          isToolbar: {
            type: 'boolean',
            description: trans.__('Whether it is shown in a toolbar')
          }
        }
      }
    },
    isEnabled: args => target(args) !== null,
    isVisible: args => !args.isFileBrowser || target(args) !== null,
    execute: async args => {
      const path = target(args);
      if (path !== null) {
        await copy(path);
      }
    }
  });
}
