import type { GetRequest, Operation, WorkspacePlan } from '../../api';
import { Memory } from '../../models/memory';
import type { OperationsModel } from '../../models/operations';
import type { Decision, IRefusal } from '../../models/requests';
import { Requests } from '../../models/requests';
import { NO_LOSSES, operation, plan } from '../support/samples';
import { failure, FakeServer, settled } from '../support/server';

let operations: OperationsModel;
let memory: Memory;
let requests: Requests;
let refused: IRefusal[];
let declined: number;
const get = jest.fn<Promise<Operation>, [string, GetRequest]>();
const provision = jest.fn<Promise<Operation>, [string]>();
const restore = jest.fn<Promise<Operation>, [string]>();
const cancel = jest.fn<Promise<Operation>, [string]>();
const ask = jest.fn<Promise<Decision | null>, [string, WorkspacePlan]>();

beforeEach(() => {
  [get, provision, restore, cancel, ask].forEach(mock => mock.mockReset());
  sessionStorage.clear();
  operations = new FakeServer().follow();
  memory = new Memory(sessionStorage, localStorage);
  requests = new Requests({
    api: { cancel, get, provision, restore },
    ask,
    memory,
    operations
  });
  refused = [];
  declined = 0;
  requests.refused.connect((_, refusal) => {
    refused.push(refusal);
  });
  requests.declined.connect(() => {
    declined += 1;
  });
});

afterEach(() => {
  requests.dispose();
  operations.dispose();
});

function undecided(id = 'op-1', changes = {}): Operation {
  return operation({
    id,
    state: 'needs-decision',
    plan: plan(changes),
    revision: 5
  });
}

describe('Requests', () => {
  it('gets without a decision and follows what came of it', async () => {
    get.mockResolvedValue(operation());
    await requests.get('system-test');
    expect(get).toHaveBeenCalledWith('system-test', {
      on_existing: 'ask',
      token: null
    });
    expect(operations.running).toHaveLength(1);
    expect(memory.isAsked('op-1')).toBe(true);
  });

  it('sends the decision with the token of the plan that was shown', async () => {
    get.mockResolvedValueOnce(operation());
    get.mockResolvedValueOnce(operation({ id: 'op-2' }));
    ask.mockResolvedValue('replace');
    await requests.get('system-test');
    operations.adopt(undecided());
    await settled();
    expect(ask).toHaveBeenCalledWith('system-test', plan());
    expect(get).toHaveBeenLastCalledWith('system-test', {
      on_existing: 'replace',
      token: 'token-1'
    });
    expect(memory.isAsked('op-1')).toBe(false);
    expect(memory.isAsked('op-2')).toBe(true);
  });

  it('asks nobody who did not ask for it', async () => {
    operations.adopt(undecided());
    await settled();
    expect(ask).not.toHaveBeenCalled();
  });

  it('asks again after a reload, but not after an answer', async () => {
    ask.mockResolvedValue(null);
    memory.setAsked('op-1', true);
    operations.adopt(undecided());
    await settled();
    expect(ask).toHaveBeenCalledTimes(1);
    operations.adopt({ ...undecided(), revision: 6 });
    await settled();
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('asks once, however often the operation is seen', async () => {
    ask.mockReturnValue(new Promise(() => undefined));
    memory.setAsked('op-1', true);
    operations.adopt(undecided());
    operations.adopt({ ...undecided(), revision: 6 });
    await settled();
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('changes nothing when the person declines', async () => {
    ask.mockResolvedValue(null);
    memory.setAsked('op-1', true);
    operations.adopt(undecided());
    await settled();
    expect(get).not.toHaveBeenCalled();
    expect(declined).toBe(1);
  });

  it('shows the new plan when the copy changed meanwhile', async () => {
    const news = plan({ token: 'token-2' });
    ask.mockResolvedValueOnce('replace').mockResolvedValueOnce('keep-both');
    get.mockRejectedValueOnce(failure('plan-changed', 409, { plan: news }));
    get.mockResolvedValueOnce(operation({ id: 'op-2' }));
    memory.setAsked('op-1', true);
    operations.adopt(undecided());
    await settled();
    expect(ask).toHaveBeenLastCalledWith('system-test', news);
    expect(get).toHaveBeenLastCalledWith('system-test', {
      on_existing: 'keep-both',
      token: 'token-2'
    });
    expect(refused).toEqual([]);
  });

  it('does not ask about a new plan that loses nothing', async () => {
    const harmless = plan({ token: 'token-2', losses: NO_LOSSES });
    ask.mockResolvedValueOnce('replace');
    get.mockRejectedValueOnce(failure('plan-changed', 409, { plan: harmless }));
    get.mockResolvedValueOnce(operation({ id: 'op-2' }));
    memory.setAsked('op-1', true);
    operations.adopt(undecided());
    await settled();
    expect(ask).toHaveBeenCalledTimes(1);
    expect(get).toHaveBeenLastCalledWith('system-test', {
      on_existing: 'ask',
      token: null
    });
  });

  it('tells of refusals, and of which collection', async () => {
    get.mockRejectedValue(failure('get-disabled'));
    restore.mockRejectedValue(failure('backup-missing', 404));
    cancel.mockRejectedValue(failure('operation-missing', 404));
    await requests.get('system-test');
    await requests.restore('backup-1');
    await requests.cancel('op-1');
    expect(
      refused.map(({ collection, error }) => [collection, error.code])
    ).toEqual([
      ['system-test', 'get-disabled'],
      [null, 'backup-missing'],
      [null, 'operation-missing']
    ]);
  });

  it('brings a collection up to date, and remembers who asked', async () => {
    provision.mockResolvedValue(operation({ kind: 'provision' }));
    await requests.provision('tutorial-notebooks');
    expect(provision).toHaveBeenCalledWith('tutorial-notebooks');
    expect(memory.isAsked('op-1')).toBe(true);
  });
});
