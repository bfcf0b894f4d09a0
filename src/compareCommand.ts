import type { CommandRegistry } from '@lumino/commands';

import type { IFileSource } from './fileCommands';
import { describeFileArgs, targetOf } from './fileCommands';
import type { IHealthCheck } from './tokens';
import { CommandIDs } from './tokens';

/** What the command needs of the page. */
export interface ICompareCommandOptions extends IFileSource {
  /** Shows what differs. */
  compare: (path: string) => Promise<void>;
  trans: IHealthCheck['trans'];
}

/** Add “Compare with the original”. */
export function addCompareCommand(
  commands: CommandRegistry,
  { compare, trans, ...source }: ICompareCommandOptions
): void {
  const target = (args: Record<string, unknown>): string | null =>
    targetOf(args, source);
  commands.addCommand(CommandIDs.compare, {
    label: trans.__('Compare with the original'),
    caption: args =>
      args.isToolbar
        ? trans.__('The original changed since you made this copy')
        : trans.__('Show what differs between your copy and the original'),
    describedBy: describeFileArgs(
      trans.__('The copy; by default the one that is shown'),
      trans
    ),
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
