import { isDeepStrictEqual } from "node:util";

import type { Journal } from "../../journal/journal.ts";
import type { Builds } from "../build/builds.ts";
import type { Components } from "../component/components.ts";
import type { LiveComponent } from "../component/live-component.ts";
import type { Messaging } from "../messaging/messaging.ts";
import type { ComponentManifest, HttpTriggerManifest, ProjectManifest } from "../project/manifest.ts";
import type { Seeding } from "../seed/seeding.ts";
import type { Secrets } from "../secrets/open-secrets.ts";
import type { StateAccess } from "../state-access.ts";
import type { Triggers } from "../triggers.ts";
import type { ProjectChange } from "./plan-change.ts";

/** The running parts that follow the project file. All of them read the project itself, which is the new one already. */
export interface FollowingParts {
  readonly state: Pick<StateAccess, "changeThrowAwayBackends">;
  readonly seeding: Pick<Seeding, "fill">;
  readonly journal: Pick<Journal, "setRetention">;
  readonly components: Components;
  readonly messaging: Pick<Messaging, "apply">;
  readonly secrets: Pick<Secrets, "apply">;
  readonly makeComponent: (manifest: ComponentManifest) => LiveComponent;
  readonly builds: Builds;
  readonly triggers: Triggers;
  /** Triggers the project wants now. */
  readonly wantedTriggers: () => Promise<readonly HttpTriggerManifest[]>;
  /** These components may reach other hosts than before. */
  readonly onEgressChanged: (components: readonly string[]) => void;
  /** Everything follows now, or is about to. */
  readonly onApplied: () => void;
}

/** Makes a running project follow an edit of its file. Resolves before components that are linked again serve. */
export async function applyChange(change: ProjectChange, parts: FollowingParts): Promise<void> {
  const { before, after, relinked } = change;
  const { components, builds, triggers } = parts;
  if (!isDeepStrictEqual(before.backends, after.backends)) {
    await parts.state.changeThrowAwayBackends(throwAwayBackends(after));
    await parts.seeding.fill();
  }
  const { maxInvocations, maxBytes } = after.record;
  if (maxInvocations !== before.record.maxInvocations || maxBytes !== before.record.maxBytes) {
    await parts.journal.setRetention({ maxInvocations, maxBytes });
  }
  parts.onEgressChanged(
    after.components
      .filter(({ name, egress }) => !isDeepStrictEqual(allowedTo(before, name), egress.allow))
      .map(({ name }) => name),
  );
  const added: LiveComponent[] = [];
  components.become(
    after.components.map((manifest) => {
      const known = components.find(manifest.name);
      if (known !== undefined) {
        known.change(manifest, relinked.get(manifest.name) ?? []);
        return known;
      }
      const made = parts.makeComponent(manifest);
      added.push(made);
      return made;
    }),
  );
  await parts.secrets.apply(after);
  parts.messaging.apply(after);
  for (const component of added) void component.load(false);
  const wanted = await parts.wantedTriggers();
  if (!isDeepStrictEqual(before.triggers.http, after.triggers.http) || added.length > 0) await triggers.change(wanted);
  triggers.choose((name) => components.answersHttp(name));
  await builds.change();
  parts.onApplied();
}

/** Backends whose content is gone when the project is closed. */
export function throwAwayBackends({ backends }: ProjectManifest): ReadonlySet<string> {
  return new Set(backends.filter(({ persist }) => !persist).map(({ name }) => name));
}

function allowedTo({ components }: ProjectManifest, component: string): readonly string[] | undefined {
  return components.find(({ name }) => name === component)?.egress.allow;
}
