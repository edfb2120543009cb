/** Arguments that wait to be edited, by component and target: set where a call is repeated, taken by its form. */
export class CallDrafts {
  readonly #drafts = new Map<string, readonly unknown[]>();

  set(component: string, target: string, args: readonly unknown[]): void {
    this.#drafts.set(`${component} ${target}`, args);
  }

  get(component: string, target: string): readonly unknown[] | undefined {
    return this.#drafts.get(`${component} ${target}`);
  }
}
