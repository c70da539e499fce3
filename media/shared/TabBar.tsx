import * as l10n from '@vscode/l10n';
export interface OfferedTab<Tab extends string> {
  readonly id: Tab;
  readonly title: string;
  /** Whether there is something to show there. */
  readonly possible: boolean;
}

export interface TabBarProps<Tab extends string> {
  readonly offered: readonly OfferedTab<Tab>[];
  readonly chosen: Tab;
  readonly onChoose: (tab: Tab) => void;
}

/** Tabs over an element with the id `tab-panel`; left and right walk those that are possible. */
export function TabBar<Tab extends string>({ offered, chosen, onChoose }: TabBarProps<Tab>) {
  const possible = offered.filter((tab) => tab.possible);
  const onKey = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    const next = possible[possible.findIndex(({ id }) => id === chosen) + by];
    if (by === 0 || next === undefined) return;
    event.preventDefault();
    onChoose(next.id);
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={l10n.t('Views')} onKeyDown={onKey}>
      {offered.map(({ id, title, possible: can }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`tab-${id}`}
          aria-selected={id === chosen}
          aria-controls="tab-panel"
          disabled={!can}
          tabIndex={id === chosen ? 0 : -1}
          onClick={() => onChoose(id)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
