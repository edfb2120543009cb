import { Plus, X } from "lucide-react";
import type { HttpDraft } from "./http-draft.ts";
import styles from "./http-view.module.css";

interface HeaderFieldsProps {
  readonly headers: HttpDraft["headers"];
  readonly onChange: (headers: HttpDraft["headers"]) => void;
}

export function HeaderFields({ headers, onChange }: HeaderFieldsProps) {
  const replace = (at: number, header: readonly [string, string]) =>
    onChange(headers.map((old, index) => (index === at ? header : old)));
  return (
    <fieldset className={styles["headers"]} aria-label="Headers">
      {headers.map(([name, value], index) => (
        <div key={index} className={styles["header"]}>
          <input
            aria-label={`Name of header ${index + 1}`}
            className="mono"
            placeholder="Name"
            spellCheck={false}
            value={name}
            onChange={(event) => replace(index, [event.target.value, value])}
          />
          <input
            aria-label={`Value of header ${index + 1}`}
            className="mono"
            placeholder="Value"
            spellCheck={false}
            value={value}
            onChange={(event) => replace(index, [name, event.target.value])}
          />
          <button
            type="button"
            className="quiet icon"
            aria-label={`Remove header ${name === "" ? index + 1 : name}`}
            onClick={() => onChange(headers.filter((_, at) => at !== index))}
          >
            <X size={13} aria-hidden />
          </button>
        </div>
      ))}
      <button type="button" className="quiet small" onClick={() => onChange([...headers, ["", ""]])}>
        <Plus size={13} aria-hidden /> Add header
      </button>
    </fieldset>
  );
}
