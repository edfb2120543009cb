import { useState } from "react";
import { FindField } from "../list/kept-list.tsx";
import styles from "../list/kept-list.module.css";
import { keep, readKept } from "../store/kept-in-browser.ts";
import { SentMessages } from "./sent-messages.tsx";
import { TemplateList } from "./template-list.tsx";
import { useTemplates } from "./use-messaging.ts";

const KEPT = "messages.kept";

/** Below the form: what was sent before, and what is kept under a name. */
export function KeptMessages() {
  const templates = useTemplates().value?.length ?? 0;
  const [shown, setShown] = useState(() => readKept(KEPT, asList) ?? "history");
  const [search, setSearch] = useState("");
  const show = (list: List) => {
    setShown(list);
    setSearch("");
    keep(KEPT, list);
  };
  return (
    <section className={styles["history"]} aria-label={shown === "history" ? "History" : "Kept templates"}>
      <div className={styles["caption"]}>
        <fieldset aria-label="Messages to send again" className={styles["lists"]}>
          <button
            type="button"
            className="quiet small"
            aria-pressed={shown === "history"}
            onClick={() => show("history")}
          >
            History
          </button>
          <button
            type="button"
            className="quiet small"
            aria-pressed={shown === "templates"}
            onClick={() => show("templates")}
          >
            Templates{templates > 0 && <span className="num dim"> {templates}</span>}
          </button>
        </fieldset>
        <FindField
          label={shown === "history" ? "Find in sent messages" : "Find in templates"}
          value={search}
          onChange={setSearch}
        />
      </div>
      {shown === "history" ? <SentMessages search={search} /> : <TemplateList search={search} />}
    </section>
  );
}

type List = "history" | "templates";

function asList(raw: unknown): List | undefined {
  return raw === "history" || raw === "templates" ? raw : undefined;
}
