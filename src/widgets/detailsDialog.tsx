import { Clipboard, Dialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Button, ReactWidget } from '@jupyterlab/ui-components';
import { UUID } from '@lumino/coreutils';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { ErrorInfo } from '../errors';
import { describeFailure } from '../wording/failures';
import { CarefulDialog } from './dialog';

/**
 * Show a failure in full, as text that can be copied.
 *
 * @param error - The failure.
 * @param context - Facts that support will ask for, such as an operation's id.
 * @param trans - The translation bundle.
 */
export async function showDetails(
  error: ErrorInfo,
  context: Record<string, string>,
  trans: TranslationBundle
): Promise<void> {
  const { message, hint } = describeFailure(error, trans);
  const id = `jp-HealthCheck-${UUID.uuid4()}`;
  const dialog = new CarefulDialog(
    {
      title: trans.__('What went wrong'),
      body: ReactWidget.create(
        <Details
          id={id}
          sentence={`${message} ${hint}`.trim()}
          facts={factsOf(error, context)}
          trans={trans}
        />
      ),
      buttons: [Dialog.okButton({ label: trans.__('Close') })],
      hasClose: true
    },
    id
  );
  await dialog.launch();
}

/** Everything that is known, one fact a line, for whoever has to help. */
export function factsOf(
  error: ErrorInfo,
  context: Record<string, string>
): string {
  const facts = { code: error.code, ...context, ...error.details };
  const lines = Object.entries(facts).map(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return `${name}: ${text}`;
  });
  return [error.message, error.hint, ...lines].filter(Boolean).join('\n');
}

interface IDetailsProps {
  id: string;
  sentence: string;
  facts: string;
  trans: TranslationBundle;
}

function Details({ facts, id, sentence, trans }: IDetailsProps): ReactNode {
  const [copied, setCopied] = useState(false);
  return (
    <div className="jp-HealthCheck-details">
      <p id={id}>{sentence}</p>
      <pre tabIndex={0}>{facts}</pre>
      <Button
        small
        onClick={() => {
          Clipboard.copyToSystem(facts);
          setCopied(true);
        }}
      >
        {copied ? trans.__('Copied') : trans.__('Copy')}
      </Button>
    </div>
  );
}
