import type { Copy, CopyRequest, HealthCheckApi } from '../api';
import { isRecord, toErrorInfo } from '../errors';
import type { CollectionsModel } from './collections';

/** What a person wants who has a copy already: another one, or that one. */
export type ExistingChoice = 'another' | { open: string };

/** Whether a notebook's large folder is copied along. */
export type SiblingsChoice = 'all' | 'none';

/** Questions to the person; null means that nothing shall be done. */
export interface ICopyQuestions {
  existing: (paths: string[], count: number) => Promise<ExistingChoice | null>;
  size: (files: number, size: number) => Promise<SiblingsChoice | null>;
}

/** A copy that was made, or one that is to be opened instead. */
export type CopyOutcome = { made: Copy } | { open: string };

/** Makes copies of read-only files; what has to be decided, the person is asked. */
export class Copying {
  constructor(
    private readonly _api: Pick<HealthCheckApi, 'copy'>,
    private readonly _collections: Pick<CollectionsModel, 'readOnlyAround'>
  ) {}

  /**
   * Copy a file of a read-only collection.
   *
   * @param path - The file, as the file browser names it.
   * @param ask - Asks the person.
   * @param during - Told of each request to the server, which may take long.
   * @returns What came of it; null if the person wants nothing to be done.
   * @throws {ApiError} - What the server refuses.
   */
  async make(
    path: string,
    ask: ICopyQuestions,
    during: <T>(work: Promise<T>) => Promise<T>
  ): Promise<CopyOutcome | null> {
    const collection = this._collections.readOnlyAround(path);
    if (!collection) {
      return null;
    }
    const request: CopyRequest = { path, siblings: 'ask', another: false };
    for (;;) {
      try {
        return { made: await during(this._api.copy(collection.id, request)) };
      } catch (reason) {
        const { code, details } = toErrorInfo(reason);
        if (code === 'copy-exists' && isExisting(details)) {
          const choice = await ask.existing(details.existing, details.count);
          if (choice !== 'another') {
            return choice;
          }
          request.another = true;
        } else if (code === 'copy-large' && isLarge(details)) {
          const choice = await ask.size(details.files, details.size);
          if (!choice) {
            return null;
          }
          request.siblings = choice;
        } else {
          throw reason;
        }
      }
    }
  }
}

function isExisting(
  details: unknown
): details is { existing: string[]; count: number } {
  return (
    isRecord(details) &&
    Array.isArray(details.existing) &&
    details.existing.length > 0 &&
    details.existing.every(path => typeof path === 'string') &&
    typeof details.count === 'number'
  );
}

function isLarge(details: unknown): details is { files: number; size: number } {
  return (
    isRecord(details) &&
    typeof details.files === 'number' &&
    typeof details.size === 'number'
  );
}
