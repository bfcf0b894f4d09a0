import { LabIcon } from '@jupyterlab/ui-components';

import pulse from '../../style/pulse.svg';

/** A heartbeat with a tick. */
export const pulseIcon = new LabIcon({
  name: 'jupyter-healthcheck:pulse',
  svgstr: pulse
});
