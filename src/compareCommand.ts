import type { CommandRegistry } from '@lumino/commands';

import type { IHealthCheck } from './tokens';
import { CommandIDs } from './tokens';

/** What the command needs of the page. */
export interface ICompareCommandOptions {
  /** Path of the open copy that the person works in. */
  current: () => string | null;
  /** Path of the one copy that is selected in the file browser. */
  selected: () => string | null;
  /** Shows what differs. */
  compare: (path: string) => Promise<void>;
  trans: IHealthCheck['trans'];
}

/** Add “Compare with the original”. */
export function addCompareCommand(
  commands: CommandRegistry,
  { compare, current, selected, trans }: ICompareCommandOptions
): void {
  const target = (args: Record<string, unknown>): string | null =>
    typeof args.path === 'string'
      ? args.path
      : args.isFileBrowser
        ? selected()
        : current();
  commands.addCommand(CommandIDs.compare, {
    label: trans.__('Compare with the original'),
    caption: args =>
      args.isToolbar
        ? trans.__('The original changed since you made this copy')
        : trans.__('Show what differs between your copy and the original'),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          path: {
            type: 'string',
            description: trans.__('The copy; by default the one that is shown')
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
        await compare(path);
      }
    }
  });
}
