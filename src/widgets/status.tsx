import { TextItem } from '@jupyterlab/statusbar';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';

import type { OperationsModel } from '../models/operations';
import { describeProgress } from '../wording/operations';
import { pulseIcon } from './icons';

/** Shows in the status bar what is under way. */
export class OperationStatus extends ReactWidget {
  constructor(
    private readonly _operations: OperationsModel,
    private readonly _trans: TranslationBundle,
    private readonly _onClick: () => void
  ) {
    super();
    this.addClass('jp-mod-highlighted');
  }

  protected override render(): ReactElement {
    return (
      <UseSignal signal={this._operations.changed}>
        {() => {
          const [first] = this._operations.running;
          return first ? (
            <button
              type="button"
              className="jp-HealthCheck-status"
              onClick={this._onClick}
            >
              <pulseIcon.react tag="span" stylesheet="statusBar" />
              <TextItem source={describeProgress(first, this._trans)} />
            </button>
          ) : null;
        }}
      </UseSignal>
    );
  }
}
