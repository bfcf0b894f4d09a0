import type { TranslationBundle } from '@jupyterlab/translation';
import { caretDownIcon } from '@jupyterlab/ui-components';
import type { ReactNode } from 'react';
import { useState } from 'react';

import type { Loss, WorkspacePlan } from '../api';
import type { ILossGroup } from '../models/losses';
import { groupLosses } from '../models/losses';
import {
  describeCopy,
  describeGroup,
  describeRest,
  describeUse,
  previewGroup
} from '../wording/losses';
import { formatSize } from '../wording/numbers';

interface ICopyProps {
  plan: WorkspacePlan;
  trans: TranslationBundle;
  /** Id of the sentences that describe the whole. */
  leadId: string;
}

/** What a person has, what is new, and what they would lose. */
export function CopyView({ leadId, plan, trans }: ICopyProps): ReactNode {
  const { matters, noise } = groupLosses(plan.losses);
  const use = describeUse(plan, trans);
  return (
    <>
      <p id={leadId} className="jp-HealthCheck-lead">
        {describeCopy(plan, trans).join(' ')}
      </p>
      {matters.length + noise.length > 0 && (
        <section className="jp-HealthCheck-losses">
          <h2 className="jp-HealthCheck-heading">
            {trans.__('In your copy')}
            {plan.losses.size > 0 && (
              <span className="jp-HealthCheck-quiet">
                {formatSize(plan.losses.size)}
              </span>
            )}
          </h2>
          {matters.map(group => (
            <Group key={group.kind} group={group} trans={trans} />
          ))}
          <Noise groups={noise} trans={trans} />
        </section>
      )}
      {use.length > 0 && (
        <Fold
          mark=""
          title={trans.__('Open now')}
          preview={use.join(' · ')}
          content={() => (
            <p>
              {trans.__(
                'Open documents are saved and closed first, and opened again afterwards. Kernels go on running.'
              )}
            </p>
          )}
        />
      )}
    </>
  );
}

interface IGroupProps {
  group: ILossGroup;
  trans: TranslationBundle;
}

function Group({ group, trans }: IGroupProps): ReactNode {
  return (
    <Fold
      mark="●"
      title={describeGroup(group, trans)}
      preview={previewGroup(group)}
      rest={describeRest(group, trans)}
      content={() => (
        <Items items={group.items} count={group.count} trans={trans} />
      )}
    />
  );
}

interface INoiseProps {
  groups: readonly ILossGroup[];
  trans: TranslationBundle;
}

function Noise({ groups, trans }: INoiseProps): ReactNode {
  if (groups.length === 0) {
    return null;
  }
  return (
    <Fold
      mark="○"
      title={groups.map(group => describeGroup(group, trans)).join(', ')}
      preview=""
      content={() => (
        <Items
          items={groups.flatMap(group => group.items)}
          count={groups.reduce((sum, group) => sum + group.count, 0)}
          trans={trans}
        />
      )}
    />
  );
}

interface IFoldProps {
  mark: string;
  title: string;
  preview: string;
  /** What follows the preview and is never cut off. */
  rest?: string;
  content: () => ReactNode;
}

/** A line that opens; what is in it is made when it is first looked at. */
function Fold({ content, mark, preview, rest, title }: IFoldProps): ReactNode {
  const [open, setOpen] = useState(false);
  return (
    <details
      className="jp-HealthCheck-fold"
      onToggle={event => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary>
        {mark && <span aria-hidden="true">{mark}</span>}
        <span className="jp-HealthCheck-foldTitle">{title}</span>
        <span className="jp-HealthCheck-quiet jp-HealthCheck-preview">
          {preview}
        </span>
        {rest && (
          <span className="jp-HealthCheck-quiet jp-HealthCheck-rest">
            {rest}
          </span>
        )}
        <caretDownIcon.react tag="span" className="jp-HealthCheck-caret" />
      </summary>
      {open && <div className="jp-HealthCheck-foldBody">{content()}</div>}
    </details>
  );
}

interface IItemsProps {
  items: readonly Loss[];
  /** How many there are in all. */
  count: number;
  trans: TranslationBundle;
}

function Items({ count, items, trans }: IItemsProps): ReactNode {
  const more = count - items.length;
  return (
    <ul className="jp-HealthCheck-items">
      {items.map((item, index) => (
        <li key={index}>
          <Item item={item} />
        </li>
      ))}
      {more > 0 && (
        <li className="jp-HealthCheck-quiet">
          {trans._n('and %1 more', 'and %1 more', more)}
        </li>
      )}
    </ul>
  );
}

function Item({ item }: { item: Loss }): ReactNode {
  return (
    <>
      {item.path ?? item.detail}
      <span className="jp-HealthCheck-quiet">
        {item.path ? item.detail : null}
        {item.size === null ? null : formatSize(item.size)}
      </span>
    </>
  );
}
