import type { EgressQuestion } from "../../../shared/contract.ts";
import { StudioError } from "../../../shared/errors.ts";
import type { Redaction } from "../../journal/redaction.ts";
import type { Problems } from "../problems.ts";
import type { LoadedProject } from "../project/load-project.ts";
import { Egress } from "./egress.ts";
import { EgressPolicy, type EgressRefusal } from "./egress-policy.ts";
import { rememberOrigin } from "./remember-origin.ts";
import { egressProblem, refusalReport, ruleProblems } from "./report-egress.ts";

export interface OpenEgressOptions {
  readonly project: LoadedProject;
  readonly problems: Problems;
  /** Hosts that every component may reach while the studio runs, as `egress.allow` has them. */
  readonly allow: readonly string[];
  /** Of addresses: a guest may put a secret into them. */
  readonly redaction: Pick<Redaction, "text">;
  readonly onQuestions: (questions: readonly EgressQuestion[]) => void;
  /** A host was written into the project file. */
  readonly onRemembered: () => void;
  /** One line for each refusal that nobody was asked about, in whole sentences; the same is told once. */
  readonly onRefused: (text: string) => void;
  readonly now: () => number;
}

/** Refusals that are told of one by one: a guest may name any number of hosts. */
const MAX_REPORTS = 50;

export interface OpenedEgress {
  readonly egress: Egress;
  readonly policy: EgressPolicy;
  /** To be called when the project lists other hosts for these components. */
  readonly changed: (components: readonly string[]) => void;
}

/** The project's way into the network. @throws StudioError `usage` when an entry of `allow` is none */
export function openEgress(options: OpenEgressOptions): OpenedEgress {
  const { project, problems } = options;
  const told = new Set<string>();
  const onRefused = (refusal: EgressRefusal) => {
    const report = refusalReport(refusal, project.kind === "folder");
    if (told.has(report.id) || told.size >= MAX_REPORTS) return;
    told.add(report.id);
    problems.report(report);
    options.onRefused(options.redaction.text(`${report.title}. ${report.detail}`));
  };
  const hidesSecret = (origin: string) => options.redaction.text(origin) !== origin;
  const policy = new EgressPolicy({
    allowOf: (name) => project.manifest.components.find((component) => component.name === name)?.egress.allow ?? [],
    alsoAllow: options.allow,
    ...(project.kind === "artefact"
      ? {}
      : {
          remember: (component: string, origin: string) => {
            if (hidesSecret(origin)) throw holdsSecret();
            rememberOrigin(project.root, component, origin);
            problems.clear(egressProblem(component, origin));
            options.onRemembered();
          },
        }),
    onQuestions: (questions) =>
      options.onQuestions(
        questions.map((question) => ({
          ...question,
          url: options.redaction.text(question.url),
          origin: options.redaction.text(question.origin),
          rememberable: question.rememberable && !hidesSecret(question.origin),
        })),
      ),
    onRefused,
    now: options.now,
  });
  const judgeRules = () => problems.replace("egress-entry:", ruleProblems(project.manifest.components));
  judgeRules();
  const changed = (components: readonly string[]) => {
    policy.changed(components);
    for (const component of components) {
      // Whoever is refused after this is told again.
      const prefix = egressProblem(component, "");
      problems.clear(prefix);
      for (const id of told) if (id.startsWith(prefix)) told.delete(id);
    }
    judgeRules();
  };
  return { egress: new Egress(policy), policy, changed };
}

function holdsSecret(): StudioError {
  return new StudioError(
    "request-invalid",
    "Not written: the name of that host holds the value of a secret, which belongs into no file. Allow it once, or refuse it.",
  );
}
