import type { Operation } from '../../api';
import type { OperationsModel } from '../../models/operations';
import { operation } from '../support/samples';
import { FakeServer, settled } from '../support/server';

let server: FakeServer;
let model: OperationsModel;
let seen: Operation[];

function follow(interval?: number): void {
  model = server.follow(interval);
  model.changed.connect((_, one) => {
    seen.push(one);
  });
}

beforeEach(() => {
  server = new FakeServer();
  seen = [];
  follow();
});

afterEach(() => {
  model.dispose();
});

describe('OperationsModel', () => {
  it('asks for what an event announces', async () => {
    server.publish(operation({ percent: 5 }));
    await settled();
    expect(seen.map(({ percent }) => percent)).toEqual([5]);
    expect(model.running).toHaveLength(1);
  });

  it('believes the answer and not the event', async () => {
    server.operations.set('op-1', operation({ revision: 2 }));
    server.announce('op-1', 99, { state: 'succeeded', phase: 'done' });
    await settled();
    expect(server.asked).toContain('op-1');
    expect(model.get('op-1')?.state).toBe('running');
    expect(model.get('op-1')?.revision).toBe(2);
  });

  it('shows nothing of an operation that an event made up', async () => {
    server.announce('made-up', 1, { state: 'failed' });
    await settled();
    expect(server.asked).toEqual(['made-up']);
    expect(seen).toEqual([]);
  });

  it.each([
    ['another schema', () => ({ schema_id: 'https://example.org/other' })],
    ['an id that is no text', () => ({ operation: { id: 1 } })],
    ['a revision that is no number', () => ({ revision: 'many' })]
  ])('ignores an event with %s', async (_, extra) => {
    server.announce('op-1', 1, extra());
    await settled();
    expect(server.asked).toEqual([]);
  });

  it('does not ask for what it knows already', async () => {
    model.adopt(operation({ state: 'succeeded', revision: 7 }));
    server.announce('op-1', 7);
    await settled();
    expect(server.asked).toEqual([]);
  });

  it('catches up over a gap with one question', async () => {
    model.adopt(operation({ state: 'needs-decision', revision: 1 }));
    server.publish(operation({ state: 'succeeded', revision: 9 }));
    await settled();
    expect(model.get('op-1')?.revision).toBe(9);
    expect(server.asked).toEqual(['op-1']);
  });

  it('asks once more for what it heard of while it asked', async () => {
    let open = (): void => undefined;
    server.gate = new Promise(resolve => {
      open = resolve;
    });
    server.publish(operation({ state: 'failed', revision: 1 }));
    for (let revision = 2; revision <= 9; revision++) {
      server.publish(operation({ state: 'failed', revision }));
    }
    open();
    await settled();
    expect(server.asked).toEqual(['op-1', 'op-1']);
    expect(model.get('op-1')?.revision).toBe(9);
  });

  it('never goes back to an older snapshot', () => {
    model.adopt(operation({ revision: 5, percent: 80 }));
    model.adopt(operation({ revision: 4, percent: 70 }));
    expect(seen.map(({ percent }) => percent)).toEqual([80]);
  });

  it('looks by itself while something runs, and at nothing when idle', async () => {
    model.dispose();
    follow(10);
    server.operations.set(
      'op-1',
      operation({ state: 'succeeded', revision: 2 })
    );
    model.adopt(operation());
    await new Promise<void>(resolve => {
      model.activityChanged.connect(() => {
        resolve();
      });
    });
    expect(model.get('op-1')?.state).toBe('succeeded');
    const asked = server.asked.length;
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(server.asked).toHaveLength(asked);
  });

  it('ends what a restarted server knows nothing of', async () => {
    model.adopt(operation());
    await model.refresh('op-1');
    expect(model.get('op-1')?.state).toBe('failed');
    expect(model.get('op-1')?.error?.code).toBe('operation-lost');
    expect(model.running).toEqual([]);
  });

  it('takes in what ran before this page was there', async () => {
    server.operations.set('op-1', operation({ state: 'succeeded' }));
    server.operations.set('op-2', operation({ id: 'op-2' }));
    await model.refreshAll();
    await model.ready;
    expect(seen.map(({ id }) => id)).toEqual(['op-1', 'op-2']);
    expect(model.running.map(({ id }) => id)).toEqual(['op-2']);
  });

  it('forgets what ended long ago and ends what the list lacks', async () => {
    model.adopt(operation({ id: 'old', state: 'succeeded' }));
    model.adopt(operation({ id: 'lost' }));
    await model.refreshAll();
    expect(model.get('old')).toBeUndefined();
    expect(model.get('lost')?.state).toBe('failed');
  });

  it('listens to nothing once it is disposed', async () => {
    model.dispose();
    server.publish(operation());
    await settled();
    expect(server.asked).toEqual([]);
    expect(seen).toEqual([]);
  });
});
