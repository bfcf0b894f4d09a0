import type { Event } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

import type { Operation } from '../../api';
import { ApiError } from '../../errors';
import { EVENT_SCHEMA, OperationsModel } from '../../models/operations';

/** Answers as the server part would, from what a test puts into it. */
export class FakeServer {
  readonly operations = new Map<string, Operation>();
  /** Ids that were asked for, in order. */
  readonly asked: string[] = [];
  /** Until it resolves, no question is answered. */
  gate: Promise<void> = Promise.resolve();

  readonly api = {
    operation: async (id: string): Promise<Operation> => {
      this.asked.push(id);
      const answer = this.operations.get(id);
      await this.gate;
      if (!answer) {
        throw failure('operation-missing', 404);
      }
      return answer;
    },
    operations: (): Promise<Operation[]> =>
      Promise.resolve([...this.operations.values()])
  };

  readonly events = new Signal<Event.IManager, Event.Emission>(
    {} as Event.IManager
  );

  /** Change an operation and announce it, as the server does. */
  publish(operation: Operation): void {
    this.operations.set(operation.id, operation);
    this.announce(operation.id, operation.revision);
  }

  /** Send an event, which may be a forged one. */
  announce(operation: unknown, revision: unknown, extra: object = {}): void {
    this.events.emit({
      schema_id: EVENT_SCHEMA,
      operation,
      revision,
      ...extra
    } as Event.Emission);
  }

  /** A model that follows this server. */
  follow(interval = 3_600_000): OperationsModel {
    const { api, events } = this;
    return new OperationsModel({ api, events, interval });
  }
}

export function failure(code: string, status = 409, details = {}): ApiError {
  return new ApiError({ code, message: 'Said so.', hint: '', details }, status);
}

/** Let everything that is ready to run do so. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) {
    await new Promise(resolve => setTimeout(resolve, 0));
  }
}
