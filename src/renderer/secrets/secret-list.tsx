import { CircleCheck, CircleHelp, CircleX, FileWarning, TriangleAlert } from "lucide-react";
import { useEffect, useRef } from "react";
import type { SecretSource, SecretState, SecretView } from "../../shared/model.ts";
import { MIN_TRACKED_BYTES } from "../../shared/secrets-model.ts";
import { CopyButton } from "../design/copy-button.tsx";
import { useRoute, useWorkbench } from "../workbench/workbench-context.ts";
import { RevealedValue } from "./revealed-value.tsx";
import styles from "./secret-list.module.css";

const looks = {
  found: { icon: CircleCheck, tone: "ok", word: "Found" },
  missing: { icon: CircleHelp, tone: "bad", word: "Missing" },
  unreadable: { icon: FileWarning, tone: "bad", word: "Unreadable" },
  refused: { icon: CircleX, tone: "bad", word: "Refused" },
} as const satisfies Record<SecretState, unknown>;

/** What is declared, from where it comes, who may get it, and what is wrong with it. Never a value by itself. */
export function SecretList({ secrets }: { readonly secrets: readonly SecretView[] }) {
  const sorted = [...secrets].sort((a, b) => Number(a.state === "found") - Number(b.state === "found"));
  return (
    <ul className={styles["list"]} aria-label="Secrets">
      {sorted.map((secret) => (
        <SecretItem key={secret.name} secret={secret} />
      ))}
    </ul>
  );
}

function SecretItem({ secret }: { readonly secret: SecretView }) {
  const { route } = useWorkbench();
  const { params } = useRoute();
  const { name, source, state, why, warning, components } = secret;
  const { icon: Icon, tone, word } = looks[state];
  const chosen = params["key"] === name;
  const item = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (chosen) item.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const [reason, fix] = withoutCommand(why);
  return (
    <li ref={item} className={styles["item"]} data-chosen={chosen || undefined} aria-label={name}>
      <div className={styles["line"]}>
        <span className={`${styles["state"]} ${tone}`}>
          <Icon size={14} aria-hidden /> {word}
        </span>
        <h3 className="mono">{name}</h3>
        <span className={`${styles["source"]} mono dim`}>{sourceText(source)}</span>
      </div>
      <p className={styles["who"]}>
        {components.length === 0 ? (
          <span className="dim">No component may get it.</span>
        ) : (
          <>
            <span className="dim">for</span>
            {components.map((component) => (
              <button key={component} type="button" className="link" onClick={() => route.go(["component", component])}>
                {component}
              </button>
            ))}
          </>
        )}
        {state === "found" && <span className="dim">{kindText(secret)}</span>}
        <button
          type="button"
          className="link"
          aria-pressed={chosen}
          aria-label={chosen ? "Whole audit, of all secrets" : `Its audit: of ${name}`}
          onClick={() => route.patch({ key: chosen ? undefined : name })}
        >
          {chosen ? "Whole audit" : "Its audit"}
        </button>
      </p>
      {reason !== undefined && <p className={styles["why"]}>{reason}</p>}
      {fix !== undefined && (
        <div className={styles["fix"]}>
          <pre>{fix}</pre>
          <CopyButton label={`Copy the fix for ${name}`} text={() => fix} />
        </div>
      )}
      {warning !== undefined && (
        <p className={styles["warning"]}>
          <TriangleAlert size={13} aria-label="Warning" /> {warning}
        </p>
      )}
      {state === "found" && !secret.tracked && (
        <p className={styles["warning"]}>
          <TriangleAlert size={13} aria-label="Warning" /> Untracked: with fewer than {MIN_TRACKED_BYTES} bytes it would
          be found everywhere, so records do not mask it and a leak is not noticed. Use a longer value.
        </p>
      )}
      <RevealedValue secret={secret} />
    </li>
  );
}

function sourceText(source: SecretSource): string {
  switch (source.kind) {
    case "env":
      return `$${source.variable}`;
    case "file":
      return source.path;
    case "dotenv":
      return `${source.path} · ${source.key}`;
  }
}

function kindText({ as, size }: SecretView): string {
  const what = as === "bytes" ? "bytes" : "text";
  if (size === undefined) return what;
  return size === "medium" ? `${what} of medium length` : `${size} ${what}`;
}

/** An explanation, and the command at its end where it gives one: `… Run: chmod 600 secrets/key`. */
function withoutCommand(why: string | undefined): readonly [reason?: string, command?: string] {
  if (why === undefined) return [];
  const [reason = why, command] = why.split(/ Run: (?=[^:]+$)/);
  return command === undefined ? [reason] : [reason, command];
}
