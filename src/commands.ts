import { Notification } from '@jupyterlab/apputils';
import type { CommandRegistry } from '@lumino/commands';

import { toErrorInfo } from './errors';
import type { CollectionsModel } from './models/collections';
import type { IHealthCheck } from './tokens';
import { CommandIDs } from './tokens';
import { version } from './version';
import { pulseIcon } from './widgets/icons';
import { describeFailure } from './wording/failures';
import { describeMismatch } from './wording/versions';

/**
 * Add the commands of this extension.
 *
 * A notebook's output can run commands, so that none of them takes a decision
 * as an argument: whatever could lose work asks the person.
 */
export function addCommands(
  commands: CommandRegistry,
  healthCheck: IHealthCheck
): void {
  const { api, collections, requests, trans } = healthCheck;

  let warned = false;
  /** Warn once, when it begins to matter, that the two halves do not fit. */
  const warnOfVersion = (): void => {
    const { serverVersion } = collections;
    if (!warned && serverVersion !== null && serverVersion !== version) {
      warned = true;
      Notification.warning(describeMismatch(serverVersion, trans), {
        autoClose: false
      });
    }
  };
  const report = (reason: unknown): void => {
    const { message, hint } = describeFailure(toErrorInfo(reason), trans);
    Notification.error(`${message}\n${hint}`.trim(), { autoClose: false });
  };
  const titleOf = (id: unknown): string | undefined =>
    typeof id === 'string' ? collections.find(id)?.title : undefined;
  const isPossible = (): boolean =>
    collections.getEnabled || collections.failure !== null;
  const whyNot = trans.__('Getting notebooks is switched off here.');

  commands.addCommand(CommandIDs.get, {
    label: args => {
      const title = titleOf(args.collection);
      return title
        ? trans.__('Get %1 notebooks', title)
        : trans.__('Get notebooks');
    },
    caption: args => {
      const one = collections.all.find(({ id }) => id === args.collection);
      return isPossible()
        ? trans.__('Put a fresh set into %1', one?.path ?? '')
        : whyNot;
    },
    icon: args => (args.isLauncher ? pulseIcon : undefined),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          collection: {
            type: 'string',
            description: trans.__('Id of the collection')
          },
          isLauncher: {
            type: 'boolean',
            description: trans.__('Whether it is shown in the launcher')
          }
        },
        required: ['collection']
      }
    },
    isEnabled: args =>
      collections.getEnabled && titleOf(args.collection) !== undefined,
    execute: async args => {
      warnOfVersion();
      if (typeof args.collection === 'string') {
        await requests.get(args.collection);
      }
    }
  });

  commands.addCommand(CommandIDs.provision, {
    label: args => {
      const title = titleOf(args.collection);
      return title
        ? trans.__('Update %1 notebooks', title)
        : trans.__('Update notebooks');
    },
    caption: trans.__(
      'They are kept current by themselves; this looks for news at once'
    ),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          collection: {
            type: 'string',
            description: trans.__('Id of the collection')
          }
        },
        required: ['collection']
      }
    },
    isEnabled: args => titleOf(args.collection) !== undefined,
    execute: async args => {
      warnOfVersion();
      if (typeof args.collection === 'string') {
        await requests.provision(args.collection);
      }
    }
  });

  commands.addCommand(CommandIDs.restore, {
    label: trans.__('Restore a previous copy…'),
    caption: () =>
      isPossible()
        ? trans.__('Bring back notebooks that were replaced or kept')
        : whyNot,
    describedBy: { args: { type: 'object', properties: {} } },
    isEnabled: isPossible,
    execute: async () => {
      warnOfVersion();
      try {
        const backups = await api.backups();
        const { chooseBackup } = await import('./widgets/restoreDialog');
        const chosen = await chooseBackup(backups, trans);
        if (chosen) {
          await requests.restore(chosen);
        }
      } catch (reason) {
        report(reason);
      }
    }
  });

  commands.addCommand(CommandIDs.about, {
    label: trans.__('About these notebooks'),
    caption: trans.__('Where they are, and what happens to your work'),
    describedBy: { args: { type: 'object', properties: {} } },
    execute: async () => {
      await collections.refresh();
      const { showAbout } = await import('./widgets/aboutDialog');
      await showAbout(collections, trans);
    }
  });

  // Labels and states follow what the server says.
  collections.changed.connect(() => {
    commands.notifyCommandChanged();
  });
}

/** A command that is offered for one collection. */
export interface ICollectionCommand {
  command: string;
  args: { collection: string };
}

/** What can be chosen for each collection: to get it, or to bring it up to date. */
export function perCollection({
  automatic,
  onDemand
}: Pick<CollectionsModel, 'automatic' | 'onDemand'>): ICollectionCommand[] {
  const offer = (command: string) => (one: { id: string }) => ({
    command,
    args: { collection: one.id }
  });
  return [
    ...onDemand.map(offer(CommandIDs.get)),
    ...automatic.map(offer(CommandIDs.provision))
  ];
}
