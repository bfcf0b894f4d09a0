import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';

import type { CollectionsReply } from '../api';
import { addCommands } from '../commands';
import { addCompareCommand } from '../compareCommand';
import { addCopyCommand } from '../copyCommand';
import { CollectionsModel } from '../models/collections';
import type { IHealthCheck } from '../tokens';
import { CommandIDs } from '../tokens';
import { version } from '../version';
import { collection } from './support/samples';
import { failure } from './support/server';

const ARGS = { collection: 'system-test' };

let commands: CommandRegistry;
let collections: CollectionsModel;
let reply: CollectionsReply;
const get = jest.fn<Promise<void>, [string]>();
const backups = jest.fn();

beforeEach(async () => {
  Notification.dismiss();
  get.mockReset().mockResolvedValue();
  backups.mockReset();
  reply = {
    collections: [collection()],
    problems: [],
    get_enabled: true,
    version
  };
  collections = new CollectionsModel({
    collections: () => Promise.resolve(reply)
  });
  commands = new CommandRegistry();
  addCommands(commands, {
    api: { backups },
    collections,
    requests: { get },
    trans: nullTranslator.load('')
  } as unknown as IHealthCheck);
  const none = () => null;
  const trans = nullTranslator.load('');
  const nowhere = { current: none, selected: none, trans };
  addCopyCommand(commands, { ...nowhere, collections, copy: jest.fn() });
  addCompareCommand(commands, { ...nowhere, compare: jest.fn() });
  await collections.refresh();
});

function messages(): string[] {
  return Notification.manager.notifications.map(({ message }) => message);
}

/** Whether notifications pop up; by default they only add to a count. */
function isSeen(): boolean {
  return Notification.manager.notifications.every(
    ({ options }) => options.autoClose !== 0
  );
}

describe('commands', () => {
  it('are labelled as the server says', () => {
    expect(commands.label(CommandIDs.get, ARGS)).toBe(
      'Get system-test notebooks'
    );
    expect(commands.isEnabled(CommandIDs.get, ARGS)).toBe(true);
    expect(commands.isEnabled(CommandIDs.get, { collection: 'x' })).toBe(false);
  });

  it('say why they cannot be used', async () => {
    reply = { ...reply, get_enabled: false };
    await collections.refresh();
    for (const command of [CommandIDs.get, CommandIDs.restore]) {
      expect(commands.isEnabled(command, ARGS)).toBe(false);
      expect(commands.caption(command, ARGS)).toBe(
        'Getting notebooks is switched off here.'
      );
    }
    expect(commands.isEnabled(CommandIDs.about)).toBe(true);
  });

  it('take no decision from whoever runs them', async () => {
    await commands.execute(CommandIDs.get, {
      ...ARGS,
      on_existing: 'replace',
      token: 'stolen',
      confirmed: true
    });
    expect(get.mock.calls).toEqual([['system-test']]);
  });

  it.each(Object.values(CommandIDs))(
    'describe the arguments of %s, and none decides',
    async command => {
      const { args } = await commands.describedBy(command);
      expect(args).toMatchObject({ type: 'object' });
      const names = Object.keys((args?.properties ?? {}) as object);
      const harmless = [
        'collection',
        'isFileBrowser',
        'isLauncher',
        'isToolbar',
        'path'
      ];
      expect(harmless).toEqual(expect.arrayContaining(names));
    }
  );

  it('warn once of a server part of another version', async () => {
    reply = { ...reply, version: '9.9.9' };
    await collections.refresh();
    await commands.execute(CommandIDs.get, ARGS);
    await commands.execute(CommandIDs.get, ARGS);
    expect(messages()).toEqual([expect.stringContaining('9.9.9')]);
    expect(isSeen()).toBe(true);
    expect(get).toHaveBeenCalledTimes(2);
  });

  it('say what to do when previous copies cannot be listed', async () => {
    backups.mockRejectedValue(failure('forbidden', 403));
    await commands.execute(CommandIDs.restore);
    expect(messages()).toEqual([
      expect.stringContaining('You are not allowed to do this here.')
    ]);
    expect(isSeen()).toBe(true);
  });

  it('copy and compare nothing where there is nothing to', async () => {
    for (const command of [CommandIDs.copy, CommandIDs.compare]) {
      expect(commands.isEnabled(command)).toBe(false);
      expect(commands.isVisible(command, { isFileBrowser: true })).toBe(false);
    }
    const path = 'notebooks/system-test/nublado_login.ipynb';
    expect(commands.isEnabled(CommandIDs.copy, { path })).toBe(false);
    const readOnly = collection({ access: 'read-only' });
    reply = { ...reply, collections: [readOnly] };
    await collections.refresh();
    expect(commands.isEnabled(CommandIDs.copy, { path })).toBe(true);
  });
});
