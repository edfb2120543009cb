import type { ValueFieldProps } from "./value-field-props.ts";
import styles from "./value-field.module.css";
import { problemsOf } from "./wit-json.ts";

/** `list<u8>`: as text or as base64. */
export function ByteListField({ name, type, value, onChange }: ValueFieldProps) {
  const held = (typeof value === "object" && value !== null ? value : {}) as { text?: unknown; base64?: unknown };
  const form = typeof held.base64 === "string" ? "base64" : "text";
  const content = form === "base64" ? held.base64 : held.text;
  const problem = problemsOf(type, value, name)[0];
  return (
    <span className={styles["bytes"]}>
      <select aria-label={`Form of ${name}`} value={form} onChange={(event) => onChange({ [event.target.value]: "" })}>
        <option value="text">text</option>
        <option value="base64">base64</option>
      </select>
      <textarea
        aria-label={name}
        aria-invalid={problem !== undefined}
        className="mono"
        rows={1}
        spellCheck={false}
        value={typeof content === "string" ? content : ""}
        onChange={(event) => onChange({ [form]: event.target.value })}
      />
      {problem !== undefined && <span className="bad">{problem.message}</span>}
    </span>
  );
}
