import type { Operation } from '../api';
import type { Memory } from './memory';

const WAITS = 'update-waits-for-';

/**
 * Keeps work that began by itself from being announced in every window.
 *
 * It is told when files of the person's own were moved, and once when an update
 * has to wait for them.
 */
export class Quiet {
  constructor(private readonly _memory: Pick<Memory, 'isAsked'>) {}

  /** Whether a snapshot is nobody's concern; ask once for each. */
  covers({ collection, id, kind, result }: Operation): boolean {
    if (kind !== 'provision' || this._memory.isAsked(id)) {
      return false;
    }
    if (result?.backup) {
      return false;
    }
    const code = result?.notice?.code;
    if (!code?.startsWith(WAITS)) {
      return true;
    }
    const reason = `${collection}:${code}`;
    const isKnown = this._told.has(reason);
    this._told.add(reason);
    return isKnown;
  }

  private readonly _told = new Set<string>();
}
