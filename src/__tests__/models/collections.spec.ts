import type { CollectionsReply } from '../../api';
import { CollectionsModel } from '../../models/collections';
import { collection } from '../support/samples';
import { failure } from '../support/server';

const TUTORIALS = collection({
  id: 'tutorials',
  access: 'read-only',
  delivery: 'automatic',
  path: 'notebooks/tutorials'
});
const REPLY: CollectionsReply = {
  collections: [collection(), TUTORIALS],
  problems: [],
  get_enabled: true,
  version: '0.1.0'
};

const ask = jest.fn<Promise<CollectionsReply>, []>();

let model: CollectionsModel;

beforeEach(() => {
  ask.mockReset().mockResolvedValue(REPLY);
  model = new CollectionsModel({ collections: ask });
});

afterEach(() => {
  model.dispose();
});

describe('CollectionsModel', () => {
  it('offers what a person gets, and watches where a person works', async () => {
    expect(model.onDemand).toEqual([]);
    expect(model.getEnabled).toBe(false);
    await model.refresh();
    expect(model.onDemand.map(({ id }) => id)).toEqual(['system-test']);
    expect(model.automatic.map(({ id }) => id)).toEqual(['tutorials']);
    expect(model.folders).toEqual([
      'notebooks/system-test',
      'notebooks/tutorials'
    ]);
    expect(model.getEnabled).toBe(true);
    expect(model.serverVersion).toBe('0.1.0');
    expect(model.find('tutorials')).toEqual(TUTORIALS);
  });

  it('keeps what it knows when the server cannot tell', async () => {
    await model.refresh();
    ask.mockRejectedValueOnce(failure('forbidden', 403));
    await model.refresh();
    expect(model.failure?.code).toBe('forbidden');
    expect(model.all).toHaveLength(2);
    await model.refresh();
    expect(model.failure).toBeNull();
  });

  it('announces good and bad answers alike', async () => {
    const changed = jest.fn();
    model.changed.connect(changed);
    ask.mockRejectedValueOnce(failure('server-part-missing', 404));
    await model.refresh();
    await model.refresh();
    expect(changed).toHaveBeenCalledTimes(2);
  });
});
