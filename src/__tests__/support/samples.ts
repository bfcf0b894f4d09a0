import type { Collection, Losses, Operation, WorkspacePlan } from '../../api';

const NAME = 'system-test';

export const NO_LOSSES: Losses = { any: false, counts: {}, size: 0, items: [] };

export function operation(changes: Partial<Operation> = {}): Operation {
  return {
    id: 'op-1',
    kind: 'get',
    collection: NAME,
    title: NAME,
    path: 'notebooks/system-test',
    state: 'running',
    phase: 'receiving',
    percent: 62,
    revision: 1,
    created_at: '2026-11-23T12:00:00+00:00',
    plan: null,
    result: null,
    error: null,
    ...changes
  };
}

export type Result = NonNullable<Operation['result']>;

export function result(changes: Partial<Result> = {}): Result {
  return {
    action: 'created',
    path: 'notebooks/system-test',
    commit: '1a2b3c4d5e6f',
    notebooks: 30,
    backup: null,
    losses: NO_LOSSES,
    notice: null,
    ...changes
  };
}

export function plan(changes: Partial<WorkspacePlan> = {}): WorkspacePlan {
  return {
    token: 'token-1',
    path: 'notebooks/system-test',
    commit: '1a2b3c4d5e6f',
    got_at: '2026-10-12T08:00:00+00:00',
    branch: null,
    upstream_commit: 'ffffffffffff',
    commits_behind: 14,
    notebooks_changed: 6,
    losses: {
      any: true,
      counts: { 'edited-notebook': 1 },
      size: 10,
      items: [
        {
          kind: 'edited-notebook',
          path: 'tap_schemas.ipynb',
          detail: null,
          size: 10,
          matters: true
        }
      ]
    },
    open_documents: [],
    processes: 0,
    keep_path: 'notebooks/system-test 2026-11-23',
    replace_path: 'notebooks/previous/system-test 2026-11-23',
    ...changes
  };
}

export function collection(changes: Partial<Collection> = {}): Collection {
  return {
    id: NAME,
    title: NAME,
    url: 'https://example.org/system-test',
    ref: null,
    access: 'read-write',
    delivery: 'on-demand',
    path: 'notebooks/system-test',
    state: 'present',
    commit: '1a2b3c4d5e6f',
    updated_at: '2026-11-23T12:00:00+00:00',
    checked_at: null,
    notice: null,
    linked_to: null,
    ...changes
  };
}
