import { Plus, X } from "lucide-react";
import type { WitTypeView } from "../../shared/model.ts";
import { ValueControl, ValueField, type ValueFieldProps } from "./value-field.tsx";
import styles from "./value-field.module.css";
import { defaultValue, tagged, wrapsSome } from "./wit-json.ts";

/** Types made of other types: their parts, one below the other. */
export function CompositeField(props: ValueFieldProps) {
  const { name, type, value, onChange } = props;
  switch (type.kind) {
    case "option":
      return <OptionField {...props} some={type.some} wrapped={wrapsSome(type)} />;
    case "list":
      return <ListField {...props} element={type.element} />;
    case "result":
      return <TaggedField {...props} cases={[withType("ok", type.ok), withType("err", type.err)]} />;
    case "variant":
      return <TaggedField {...props} cases={type.cases} />;
    case "tuple": {
      const items: readonly unknown[] = Array.isArray(value) ? value : [];
      return (
        <div className={styles["parts"]} role="group" aria-label={name}>
          {type.items.map((item, index) => (
            <ValueField
              key={index}
              name={`${name}.${index}`}
              type={item}
              value={items[index]}
              onChange={(next) => onChange(type.items.map((_, at) => (at === index ? next : items[at])))}
            />
          ))}
        </div>
      );
    }
    case "record": {
      const fields = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
      return (
        <div className={styles["parts"]} role="group" aria-label={name}>
          {type.fields.map((field) => (
            <ValueField
              key={field.name}
              name={`${name}.${field.name}`}
              type={field.type}
              value={fields[field.name]}
              onChange={(next) => onChange({ ...fields, [field.name]: next })}
            />
          ))}
        </div>
      );
    }
    case "flags": {
      const set = new Set(Array.isArray(value) ? value.map(String) : []);
      return (
        <div className={styles["flags"]} role="group" aria-label={name}>
          {type.flags.map((flag) => (
            <label key={flag}>
              <input
                type="checkbox"
                checked={set.has(flag)}
                onChange={() => onChange(type.flags.filter((each) => set.has(each) !== (each === flag)))}
              />
              {flag}
            </label>
          ))}
        </div>
      );
    }
    default:
      return null;
  }
}

function withType(name: string, type: WitTypeView | undefined): { readonly name: string; readonly type?: WitTypeView } {
  return type === undefined ? { name } : { name, type };
}

interface OptionFieldProps extends ValueFieldProps {
  readonly some: WitTypeView;
  readonly wrapped: boolean;
}

function OptionField({ name, value, some, wrapped, onChange }: OptionFieldProps) {
  const inner: unknown = wrapped && typeof value === "object" && value !== null && "some" in value ? value.some : value;
  const set = (next: unknown) => onChange(wrapped ? { some: next } : next);
  const given = value !== null && value !== undefined;
  return (
    <div className={styles["option"]}>
      <select
        aria-label={`${name} is`}
        value={given ? "some" : "none"}
        onChange={(event) => (event.target.value === "some" ? set(defaultValue(some)) : onChange(null))}
      >
        <option value="none">none</option>
        <option value="some">some</option>
      </select>
      {given && <ValueControl name={name} type={some} value={inner} onChange={set} />}
    </div>
  );
}

function ListField({ name, value, element, onChange }: ValueFieldProps & { readonly element: WitTypeView }) {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return (
    <div className={styles["parts"]} role="group" aria-label={name}>
      {items.map((item, index) => (
        <div key={index} className={styles["item"]}>
          <span className="dim num">{index}</span>
          <ValueControl
            name={`${name}.${index}`}
            type={element}
            value={item}
            onChange={(next) => onChange(items.map((old, at) => (at === index ? next : old)))}
          />
          <button
            type="button"
            className="quiet icon"
            aria-label={`Remove item ${index} of ${name}`}
            onClick={() => onChange(items.filter((_, at) => at !== index))}
          >
            <X size={13} aria-hidden />
          </button>
        </div>
      ))}
      <button
        type="button"
        className="small"
        aria-label={`Add an item to ${name}`}
        onClick={() => onChange([...items, defaultValue(element)])}
      >
        <Plus size={13} aria-hidden /> Add item
      </button>
    </div>
  );
}

interface TaggedFieldProps extends ValueFieldProps {
  readonly cases: readonly { readonly name: string; readonly type?: WitTypeView }[];
}

function TaggedField({ name, value, cases, onChange }: TaggedFieldProps) {
  const held = (typeof value === "object" && value !== null ? value : {}) as {
    readonly tag?: unknown;
    readonly val?: unknown;
  };
  const chosen = cases.find((each) => each.name === held.tag);
  return (
    <div className={styles["option"]}>
      <select
        aria-label={`${name} is`}
        value={chosen?.name ?? ""}
        onChange={(event) =>
          onChange(tagged(event.target.value, cases.find((each) => each.name === event.target.value)?.type))
        }
      >
        {cases.map((each) => (
          <option key={each.name}>{each.name}</option>
        ))}
      </select>
      {chosen?.type !== undefined && (
        <ValueControl
          name={name}
          type={chosen.type}
          value={held.val}
          onChange={(val) => onChange({ tag: chosen.name, val })}
        />
      )}
    </div>
  );
}
