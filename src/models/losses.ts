import type { Loss, Losses, LossKind, WorkspacePlan } from '../api';
import { isRecord } from '../errors';

/** Losses of one kind. */
export interface ILossGroup {
  kind: LossKind;
  /** How many there are, which may be more than are listed. */
  count: number;
  items: readonly Loss[];
}

/** What a person would miss, and what they would not. */
export interface IGroupedLosses {
  matters: readonly ILossGroup[];
  noise: readonly ILossGroup[];
}

/** In the order in which they are shown. */
const MATTERS: readonly LossKind[] = [
  'edited-notebook',
  'edited-file',
  'own-file',
  'commit',
  'stash',
  'worktree',
  'unreadable'
];
const NOISE: readonly LossKind[] = [
  'outputs-only',
  'metadata-only',
  'deleted',
  'checkpoint',
  'cache-file'
];

/** Put losses in groups by kind, the most painful first. */
export function groupLosses(losses: Losses): IGroupedLosses {
  return {
    matters: groups(losses, MATTERS),
    noise: groups(losses, NOISE)
  };
}

function groups(losses: Losses, kinds: readonly LossKind[]): ILossGroup[] {
  return kinds.flatMap(kind => {
    const count = losses.counts[kind] ?? 0;
    const items = losses.items.filter(item => item.kind === kind);
    return count > 0 ? [{ kind, count, items }] : [];
  });
}

/** Whether there is anything in a plan to ask a person about. */
export function needsAsking(plan: WorkspacePlan): boolean {
  return plan.losses.any || plan.open_documents.some(one => one.edited);
}

/** Whether a failure's details hold a plan. */
export function isPlan(value: unknown): value is WorkspacePlan {
  return (
    isRecord(value) &&
    typeof value.token === 'string' &&
    isRecord(value.losses) &&
    Array.isArray(value.open_documents)
  );
}
