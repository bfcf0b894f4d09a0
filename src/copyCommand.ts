import { editIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';

import type { IFileSource } from './fileCommands';
import { describeFileArgs, targetOf } from './fileCommands';
import type { CollectionsModel } from './models/collections';
import { CommandIDs } from './tokens';
import type { IHealthCheck } from './tokens';

/** What the command needs of the page. */
export interface ICopyCommandOptions extends IFileSource {
  collections: CollectionsModel;
  /** Makes the copy and opens it. */
  copy: (path: string) => Promise<unknown>;
  trans: IHealthCheck['trans'];
}

/** Add “Make my own copy”. It only ever adds files, so it asks no more than it must. */
export function addCopyCommand(
  commands: CommandRegistry,
  { collections, copy, trans, ...source }: ICopyCommandOptions
): void {
  const target = (args: Record<string, unknown>): string | null => {
    const path = targetOf(args, source);
    return path && collections.readOnlyAround(path) ? path : null;
  };
  commands.addCommand(CommandIDs.copy, {
    label: trans.__('Make my own copy'),
    caption: trans.__(
      'Copy this read-only file, with your edits, to where you can change it'
    ),
    icon: args => (args.isToolbar ? editIcon : undefined),
    describedBy: describeFileArgs(
      trans.__('The read-only file; by default the one that is shown'),
      trans
    ),
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
