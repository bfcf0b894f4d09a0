import 'nbdime/lib/common/collapsible.css';
import 'nbdime/lib/styles/common.css';
import 'nbdime/lib/styles/diff.css';
import 'nbdime/lib/styles/variables.css';

import { MainAreaWidget } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { INotebookContent } from '@jupyterlab/nbformat';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, ToolbarButton } from '@jupyterlab/ui-components';
import { Panel } from '@lumino/widgets';
import { NotebookDiffModel } from 'nbdime/lib/diff/model';
import { NotebookDiffWidget } from 'nbdime/lib/diff/widget';

import { diffNotebooks } from '../models/notebookDiff';
import { pulseIcon } from './icons';

/** A notebook and where it is. */
export interface INotebookFile {
  path: string;
  content: INotebookContent;
}

/** What a comparison is drawn with. */
export interface IComparisonOptions {
  rendermime: IRenderMimeRegistry;
  trans: TranslationBundle;
  translator: ITranslator;
}

const ONLY_CHANGES = 'jp-mod-onlyChanges';

/** Show an original and a copy of it side by side; the copy is on the right. */
export function createComparison(
  original: INotebookFile,
  copy: INotebookFile,
  { rendermime, trans, translator }: IComparisonOptions
): MainAreaWidget<Panel> {
  const { base, cells, diff } = diffNotebooks(original.content, copy.content);
  const content = new Panel();
  // The class by which nbdime's styles know what is theirs.
  content.addClass('nbdime-root');
  content.addClass('jp-HealthCheck-comparison');
  content.addClass(ONLY_CHANGES);
  content.addWidget(
    ReactWidget.create(
      <header>
        <h2>
          {cells === 0
            ? trans.__('All cells are the same.')
            : trans._n('One cell differs.', '%1 cells differ.', cells)}
        </h2>
        <div className="jp-HealthCheck-sides">
          <div>
            <strong>{trans.__('The original now')}</strong>
            <span className="jp-HealthCheck-quiet">{original.path}</span>
          </div>
          <div>
            <strong>{trans.__('Your copy')}</strong>
            <span className="jp-HealthCheck-quiet">{copy.path}</span>
          </div>
        </div>
      </header>
    )
  );
  const notebook = new NotebookDiffWidget({
    model: new NotebookDiffModel(base, diff),
    rendermime,
    translator,
    collapseIdentical: true
  });
  content.addWidget(notebook);
  void notebook.init();

  const widget = new MainAreaWidget({ content });
  const name = PathExt.basename(copy.path);
  widget.id = comparisonId(copy.path);
  widget.title.label = trans.__('%1 compared', name);
  widget.title.icon = pulseIcon;
  widget.title.caption = trans.__('What differs between them');
  widget.title.closable = true;
  widget.toolbar.addItem('unchanged', unchangedButton(content, trans));
  return widget;
}

/** Id of the widget that compares a copy, so that there is one at most. */
export function comparisonId(path: string): string {
  return `jp-HealthCheck-comparison-${path}`;
}

function unchangedButton(
  content: Panel,
  trans: TranslationBundle
): ToolbarButton {
  const button = new ToolbarButton({
    label: trans.__('Show all cells'),
    tooltip: trans.__('Show cells that are the same in both, too'),
    pressedTooltip: trans.__('Show only cells that differ'),
    pressed: false
  });
  button.onClick = () => {
    button.pressed = !content.toggleClass(ONLY_CHANGES);
  };
  return button;
}
