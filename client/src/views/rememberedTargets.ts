import type { Memento } from 'vscode';
import type { ZodType } from 'zod';

/** Targets of one kind of panel that are kept for a reload of the window. */
const mostRemembered = 20;

/**
 * What the panels of one kind show, kept for a reload of the window. The page of a panel saves its target too, which
 * may be lost where the window went before that was written: then the title of the panel says what it showed.
 */
export class RememberedTargets<Target> {
  constructor(
    private readonly state: Memento,
    private readonly viewType: string,
    private readonly schema: ZodType<Target>,
  ) {}

  /** The target of a panel that has come back, by what its page had saved, else by its title. Checked, as anything from a page. */
  find(saved: unknown, title: string): Target | undefined {
    return this.#checked(saved) ?? this.#checked({ target: this.#all()[title] });
  }

  remember(title: string, target: Target): void {
    const others = Object.entries(this.#all()).filter(([known]) => known !== title);
    const newest = Object.fromEntries([...others.slice(1 - mostRemembered), [title, target]]);
    void this.state.update(this.viewType, newest);
  }

  #all(): { readonly [title: string]: unknown } {
    return this.state.get<{ readonly [title: string]: unknown }>(this.viewType) ?? {};
  }

  #checked(saved: unknown): Target | undefined {
    if (typeof saved !== 'object' || saved === null || !('target' in saved)) return undefined;
    const checked = this.schema.safeParse(saved.target);
    return checked.success ? checked.data : undefined;
  }
}
