import type { IFileBrowserFactory } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';

/** Path of the file that is selected in the file browser, if it is just one. */
export function selectedFile(
  browsers: IFileBrowserFactory | null,
  contents: Pick<Contents.IManager, 'localPath'>
): string | null {
  const selected = browsers?.tracker.currentWidget?.selectedItems() ?? [];
  const [item, ...others] = selected;
  return item && others.length === 0 && item.type !== 'directory'
    ? contents.localPath(item.path)
    : null;
}
