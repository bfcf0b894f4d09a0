import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';

import type { Operation } from '../../api';
import { Memory } from '../../models/memory';
import type { OperationsModel } from '../../models/operations';
import type { IRefusal, Requests } from '../../models/requests';
import type { INotificationActions } from '../../widgets/notifications';
import { OperationNotifications } from '../../widgets/notifications';
import { operation, result } from '../support/samples';
import { FakeServer } from '../support/server';

const BACKUP = { id: 'backup-1', path: 'notebooks/previous/system-test' };

let operations: OperationsModel;
let memory: Memory;
let notifications: OperationNotifications;
let canOpen: boolean;
const declined = new Signal<Requests, void>(Object.create(null) as Requests);
const refused = new Signal<Requests, IRefusal>(Object.create(null) as Requests);
const actions: jest.Mocked<INotificationActions> = {
  cancel: jest.fn(),
  chooseBackup: jest.fn(),
  get: jest.fn(),
  open: jest.fn(),
  openEdited: jest.fn(),
  restore: jest.fn(),
  showDetails: jest.fn()
};

function follow(): void {
  notifications = new OperationNotifications({
    actions,
    canOpen: () => canOpen,
    memory,
    operations,
    requests: { declined, refused },
    trans: nullTranslator.load('')
  });
}

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
  Notification.dismiss();
  jest.resetAllMocks();
  canOpen = true;
  operations = new FakeServer().follow();
  memory = new Memory(sessionStorage, localStorage);
  follow();
});

afterEach(() => {
  notifications.dispose();
  operations.dispose();
});

function shown(): Notification.INotification[] {
  return Notification.manager.notifications;
}

function labels(): string[] {
  return shown().flatMap(one => (one.options.actions ?? []).map(a => a.label));
}

/** Click an action; tells whether the notification is to stay. */
function click(label: string): boolean {
  const found = shown()
    .flatMap(one => one.options.actions ?? [])
    .find(action => action.label === label);
  const event = new MouseEvent('click', { cancelable: true });
  found?.callback(event);
  return event.defaultPrevented;
}

function succeed(changes: Partial<NonNullable<Operation['result']>> = {}) {
  operations.adopt(
    operation({
      state: 'succeeded',
      revision: 9,
      result: result(changes)
    })
  );
}

function fail(changes: Partial<Operation> = {}): void {
  const error = { code: 'disk-full', message: '', hint: '', details: {} };
  operations.adopt(
    operation({ state: 'failed', revision: 9, error, ...changes })
  );
}

describe('OperationNotifications', () => {
  it('has one notification per operation, updated in place', () => {
    operations.adopt(operation());
    operations.adopt(operation({ percent: 80, revision: 2 }));
    const [first] = shown();
    expect(shown()).toHaveLength(1);
    expect(first?.message).toBe(
      'Getting system-test notebooks: receiving 80 %'
    );
    expect(first?.options.progress).toBe(0.8);
    expect(first?.options.autoClose).toBe(false);
    succeed();
    expect(shown().map(({ id }) => id)).toEqual([first?.id]);
    expect(shown()[0]?.type).toBe('success');
    expect(labels()).toEqual(['Open']);
  });

  it('draws nothing when nothing to be read has changed', () => {
    operations.adopt(operation());
    const changed = jest.fn();
    Notification.manager.changed.connect(changed);
    operations.adopt(operation({ revision: 2 }));
    Notification.manager.changed.disconnect(changed);
    expect(changed).not.toHaveBeenCalled();
  });

  it('cancels, and stays to tell how that ended', () => {
    operations.adopt(operation());
    expect(click('Cancel')).toBe(true);
    expect(actions.cancel).toHaveBeenCalledTimes(1);
    expect(shown()[0]?.message).toBe('Cancelling…');
    expect(labels()).toEqual([]);
    operations.adopt(operation({ state: 'cancelled', revision: 2 }));
    expect(shown()[0]?.message).toBe('Cancelled. Your copy is as it was.');
  });

  it('offers Undo only where there is something to bring back', () => {
    operations.adopt(operation());
    succeed({ action: 'replaced', backup: BACKUP });
    expect(labels()).toEqual(['Open', 'Undo']);
    expect(click('Undo')).toBe(false);
    expect(actions.restore).toHaveBeenCalledWith('backup-1');
    click('Open');
    expect(actions.open).toHaveBeenCalledWith('notebooks/system-test');
  });

  it('offers the edited copies of documents that were saved first', () => {
    memory.setEdited('op-1', ['notebooks/system-test/a.ipynb']);
    operations.adopt(operation());
    succeed({ action: 'replaced', backup: BACKUP });
    expect(labels()).toContain('Open my edited copies');
    expect(click('Open my edited copies')).toBe(true);
    expect(actions.openEdited).toHaveBeenCalledTimes(1);
  });

  it('does without a file browser', () => {
    canOpen = false;
    operations.adopt(operation());
    succeed();
    expect(labels()).toEqual([]);
  });

  it('tells what failed, and offers to try again and to read more', () => {
    operations.adopt(operation());
    fail();
    expect(shown()[0]?.message).toContain('There is no room left on the disk.');
    expect(shown()[0]?.type).toBe('error');
    expect(click('Details')).toBe(true);
    expect(actions.showDetails).toHaveBeenCalledWith(
      expect.objectContaining({ code: 'disk-full' }),
      { collection: 'system-test', operation: 'op-1' }
    );
    expect(click('Try again')).toBe(false);
    expect(actions.get).toHaveBeenCalledWith('system-test');
  });

  it('lets the person choose again after a restoring that failed', () => {
    fail({ kind: 'restore' });
    click('Try again');
    expect(actions.chooseBackup).toHaveBeenCalledTimes(1);
    expect(actions.get).not.toHaveBeenCalled();
  });

  it('makes room for the dialog', () => {
    operations.adopt(operation());
    operations.adopt(operation({ state: 'needs-decision', revision: 2 }));
    expect(shown()).toEqual([]);
  });

  it('stays away once it was sent away, but tells how it ended', () => {
    operations.adopt(operation());
    Notification.dismiss(shown()[0]?.id);
    operations.adopt(operation({ percent: 90, revision: 2 }));
    expect(shown()).toEqual([]);
    succeed();
    expect(shown()).toHaveLength(1);
  });

  it('shows once what ended while no page was there', () => {
    succeed();
    expect(shown()).toHaveLength(1);
    notifications.dispose();
    operations.dispose();
    Notification.dismiss();

    operations = new FakeServer().follow();
    follow();
    succeed();
    expect(shown()).toEqual([]);
  });

  it('shows in this window what it saw, though another showed it first', () => {
    operations.adopt(operation());
    memory.setShown('op-1');
    succeed();
    expect(shown()[0]?.type).toBe('success');
  });

  it('tells of refusals', () => {
    const error = { code: 'forbidden', message: '', hint: '', details: {} };
    refused.emit({ collection: 'system-test', error });
    expect(shown()[0]?.message).toContain('You are not allowed');
    expect(labels()).toEqual(['Try again', 'Details']);
    Notification.dismiss();
    refused.emit({ collection: null, error });
    expect(labels()).toEqual(['Details']);
  });

  it('confirms that nothing was changed', () => {
    declined.emit();
    expect(shown()[0]?.message).toBe('Cancelled. Your copy is as it was.');
  });

  it('says nothing of what came by itself, unless files were moved', () => {
    const by = { kind: 'provision', id: 'op-2' } as const;
    operations.adopt(operation({ ...by, revision: 1 }));
    operations.adopt(
      operation({ ...by, revision: 2, state: 'succeeded', result: result() })
    );
    expect(shown()).toHaveLength(0);
    operations.adopt(
      operation({
        ...by,
        id: 'op-3',
        state: 'succeeded',
        result: result({ action: 'replaced', backup: BACKUP })
      })
    );
    expect(labels()).toEqual(['Open', 'Show my files']);
    click('Show my files');
    expect(actions.open).toHaveBeenCalledWith(BACKUP.path);
  });
});
