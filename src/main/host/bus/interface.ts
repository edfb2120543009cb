import type { HostContext, HostModule } from "../context.ts";
import { resourceLabel } from "../resource-label.ts";
import { WitError } from "../wit-error.ts";

/**
 * `wasmcloud:bus/lattice`. A link name holds from now on in this instance, for each call of the interfaces: what was
 * opened before goes there, too. `checked`: a name that one of the interfaces has no link under is an error, and
 * nothing changes; else it only shows when such an interface is called.
 */
export function createLattice(ctx: HostContext, checked: boolean): HostModule {
  class CallTargetInterface {
    readonly target: string;

    /** `constructor(namespace: string, package: string, interface: string)` */
    constructor(namespace: string, packageName: string, interfaceName: string) {
      this.target = `${namespace}:${packageName}/${interfaceName}`;
    }

    [resourceLabel](): string {
      return this.target;
    }
  }

  return {
    CallTargetInterface,
    /** `set-link-name: func(name: string, interfaces: list<call-target-interface>)`, from 2.0.0 on `-> result<_, string>` */
    setLinkName: (name: string, interfaces: readonly CallTargetInterface[]): void => {
      const targets = interfaces.map(({ target }) => target);
      const without = checked ? targets.find((target) => !ctx.links.names(target).includes(name)) : undefined;
      if (without !== undefined) {
        throw new WitError(`interface \`${without}\` does not have an existing link with name \`${name}\``);
      }
      for (const target of targets) ctx.links.choose(target, name);
    },
  };
}
