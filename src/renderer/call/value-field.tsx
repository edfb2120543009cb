import type { WitTypeView } from "../../shared/model.ts";
import { ByteListField } from "./byte-list-field.tsx";
import { CompositeField } from "./composite-field.tsx";
import { isByteList, isIntKind, numberFromText, problemsOf } from "./wit-json.ts";
import { witText } from "./wit-text.ts";
import styles from "./value-field.module.css";

export interface ValueFieldProps {
  /** The WIT name of what it is, with the way to it: `point.x`. Names the control. */
  readonly name: string;
  readonly type: WitTypeView;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** One labelled part of a form, drawn from its WIT type; holds the JSON form of the value. */
export function ValueField(props: ValueFieldProps) {
  const { name, type } = props;
  const label = (
    <span className={styles["label"]}>
      <b>{name.split(".").at(-1)}</b> <span className="mono dim">{witText(type)}</span>
    </span>
  );
  return (
    <div className={styles["field"]}>
      {label}
      <ValueControl {...props} />
    </div>
  );
}

/** The control alone, for where a label stands elsewhere. */
export function ValueControl(props: ValueFieldProps) {
  const { name, type, value, onChange } = props;
  if (isByteList(type)) return <ByteListField {...props} />;
  switch (type.kind) {
    case "bool":
      return (
        <input
          type="checkbox"
          aria-label={name}
          checked={value === true}
          onChange={(event) => onChange(event.target.checked)}
        />
      );
    case "string":
      return (
        <textarea
          aria-label={name}
          className="mono"
          rows={1}
          spellCheck={false}
          value={typeof value === "string" ? value : ""}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case "char":
      return <LineField {...props} text={String(value)} read={(text) => text} width="5em" />;
    case "enum":
      return (
        <select aria-label={name} value={String(value)} onChange={(event) => onChange(event.target.value)}>
          {type.cases.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      );
    case "f32":
    case "f64":
      return <LineField {...props} text={String(value)} read={numberFromText} width="16em" />;
    case "resource":
    case "other":
      return <span className="dim">{witText(type)} cannot be given here</span>;
    default:
      return isIntKind(type.kind) ? (
        <LineField {...props} text={String(value)} read={numberFromText} width="16em" />
      ) : (
        <CompositeField {...props} />
      );
  }
}

interface LineFieldProps extends ValueFieldProps {
  readonly text: string;
  readonly read: (text: string) => unknown;
  readonly width: string;
}

function LineField({ name, type, value, text, read, width, onChange }: LineFieldProps) {
  const problem = problemsOf(type, value, name)[0];
  return (
    <span className={styles["line"]}>
      <input
        aria-label={name}
        aria-invalid={problem !== undefined}
        className="mono"
        style={{ width }}
        spellCheck={false}
        value={text}
        onChange={(event) => onChange(read(event.target.value))}
      />
      {problem !== undefined && <span className="bad">{problem.message}</span>}
    </span>
  );
}
