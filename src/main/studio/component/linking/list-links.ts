import type { LinkView } from "../../../../shared/model.ts";
import type { Journal } from "../../../journal/journal.ts";
import type { Components } from "../components.ts";

/**
 * Where every import of a component leads, or of all of them, with the calls that went each way as far as the journal
 * has them. @throws StudioError `component-not-found`
 */
export async function listLinks(
  components: Pick<Components, "all" | "get">,
  journal: Pick<Journal, "linkCalls">,
  component: string | undefined,
): Promise<readonly LinkView[]> {
  const asked = component === undefined ? components.all() : [components.get(component)];
  const rows = asked.flatMap(({ build }) => build?.links ?? []);
  const counts = await journal.linkCalls();
  return rows.map((row) => {
    const alone = rows.filter((other) => other.component === row.component && other.import === row.import).length === 1;
    const calls = counts
      .filter((count) => count.component === row.component && count.interface === row.import)
      .filter(({ link }) => alone || link === row.name)
      .reduce((sum, count) => sum + count.calls, 0);
    return { ...row, calls };
  });
}
