import { Plus, X } from "lucide-react";
import type { WitTypeView } from "../../shared/model.ts";
import { ByteListField } from "./byte-list-field.tsx";
import { defaultValue, isByteList, numberFromText, problemsOf, tagged, wrapsSome } from "./wit-json.ts";
import type { ValueFieldProps } from "./value-field-props.ts";
import { witText } from "./wit-text.ts";
import styles from "./value-field.module.css";

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
    case "u8":
    case "u16":
    case "u32":
    case "u64":
    case "s8":
    case "s16":
    case "s32":
    case "s64":
    case "f32":
    case "f64":
      return <LineField {...props} text={String(value)} read={numberFromText} width="16em" />;
    case "resource":
    case "other":
      return <span className="dim">{witText(type)} cannot be given here</span>;
    case "option":
    case "list":
    case "result":
    case "variant":
    case "tuple":
    case "record":
    case "flags":
      return <CompositeField {...props} type={type} />;
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

type CompositeType = Extract<
  WitTypeView,
  { readonly kind: "option" | "list" | "result" | "variant" | "tuple" | "record" | "flags" }
>;

/** Types made of other types: their parts, one below the other. */
function CompositeField(props: ValueFieldProps & { readonly type: CompositeType }) {
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
        <fieldset className={styles["parts"]} aria-label={name}>
          {type.items.map((item, index) => (
            <ValueField
              key={index}
              name={`${name}.${index}`}
              type={item}
              value={items[index]}
              onChange={(next) => onChange(type.items.map((_, at) => (at === index ? next : items[at])))}
            />
          ))}
        </fieldset>
      );
    }
    case "record": {
      const fields = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
      return (
        <fieldset className={styles["parts"]} aria-label={name}>
          {type.fields.map((field) => (
            <ValueField
              key={field.name}
              name={`${name}.${field.name}`}
              type={field.type}
              value={fields[field.name]}
              onChange={(next) => onChange({ ...fields, [field.name]: next })}
            />
          ))}
        </fieldset>
      );
    }
    case "flags": {
      const set = new Set(Array.isArray(value) ? value.map(String) : []);
      return (
        <fieldset className={styles["flags"]} aria-label={name}>
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
        </fieldset>
      );
    }
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
    <fieldset className={styles["parts"]} aria-label={name}>
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
        aria-label={`Add item to ${name}`}
        onClick={() => onChange([...items, defaultValue(element)])}
      >
        <Plus size={13} aria-hidden /> Add item
      </button>
    </fieldset>
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
