import type { JSONObject } from '@lumino/coreutils';

import type { IHealthCheck } from './tokens';

/** Where a command on one file finds its file. */
export interface IFileSource {
  /** Path of the document that the person works in. */
  current: () => string | null;
  /** Path of the one file that is selected in the file browser. */
  selected: () => string | null;
}

/** The file that a command is for: the one that is named, selected, or shown. */
export function targetOf(
  args: Record<string, unknown>,
  { current, selected }: IFileSource
): string | null {
  if (typeof args.path === 'string') {
    return args.path;
  }
  return args.isFileBrowser ? selected() : current();
}

/**
 * Describe the arguments of a command on one file.
 *
 * @param file - What the file is.
 * @param trans - The translation bundle.
 */
export function describeFileArgs(
  file: string,
  trans: IHealthCheck['trans']
): { args: JSONObject } {
  return {
    args: {
      type: 'object',
      properties: {
        path: { type: 'string', description: file },
        isFileBrowser: {
          type: 'boolean',
          description: trans.__(
            'Whether to take the file that is selected in the file browser'
          )
        },
        isToolbar: {
          type: 'boolean',
          description: trans.__('Whether it is shown in a toolbar')
        }
      }
    }
  };
}
