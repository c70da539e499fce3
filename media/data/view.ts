import type { DataOverview } from '../../server/src/protocol/dataMessages';
import type { FromDataPanel } from '../../server/src/protocol/dataPanelMessages';
import type { Fetching, ViewOptions } from './dataState';

/** What each view of the panel is given. */
export interface View {
  readonly overview: DataOverview;
  readonly options: ViewOptions;
  readonly change: (changed: Partial<ViewOptions>) => void;
  readonly fetching: Fetching | undefined;
  readonly onFetch: () => void;
  readonly post: (message: FromDataPanel) => void;
}
