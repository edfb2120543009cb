import type { ValuePreview } from "../../shared/model.ts";
import { briefBytes } from "./brief-value.ts";
import { byteSize, count } from "../format/quantity.ts";
import { decodeUtf8, isPrintable, wholeCharacters } from "./utf8.ts";
import { formatHex } from "./hex.ts";
import styles from "./value-preview.module.css";

/** A typed value in full, as far as it was kept. */
export function ValuePreviewView({ value }: { readonly value: ValuePreview }) {
  switch (value.t) {
    case "none":
      return <span className="dim">none</span>;
    case "bool":
      return <span className={styles["word"]}>{String(value.v)}</span>;
    case "number":
      return <span className={styles["number"]}>{value.v}</span>;
    case "string":
      return (
        <span className={styles["string"]}>
          {JSON.stringify(value.v)}
          {value.cut && <Rest text={`… ${byteSize(value.total)} in all`} />}
        </span>
      );
    case "bytes":
      return <BytesText kept={value.kept} total={value.total} />;
    case "list":
      if (value.items.length === 0) return <span>{value.total === 0 ? "[]" : `${count(value.total)} items`}</span>;
      return (
        <ol className={styles["list"]}>
          {value.items.map((item, index) => (
            <li key={index}>
              <span className="dim">{index}</span> <ValuePreviewView value={item} />
            </li>
          ))}
          {value.total > value.items.length && (
            <li>
              <Rest text={`and ${count(value.total - value.items.length)} more`} />
            </li>
          )}
        </ol>
      );
    case "record":
      return (
        <dl className={styles["record"]}>
          {value.fields.map((field) => (
            <div key={field.name}>
              <dt>{field.name}</dt>
              <dd>
                <ValuePreviewView value={field.value} />
              </dd>
            </div>
          ))}
        </dl>
      );
    case "variant":
      return (
        <span>
          <span className={styles["tag"]}>{value.tag}</span>{" "}
          {value.value !== undefined && <ValuePreviewView value={value.value} />}
        </span>
      );
    case "resource":
      return (
        <span>
          {value.type} {value.label === "" ? `#${value.id}` : <b>{value.label}</b>}
        </span>
      );
    case "cut":
      return <Rest text="not kept: too deep or too long" />;
  }
}

/** Bytes in the running text: as text where that hides nothing, else in hexadecimal. */
export function BytesText({ kept, total }: { readonly kept: Uint8Array; readonly total: number }) {
  if (total === 0) return <span className="dim">no bytes</span>;
  const short = briefBytes({ kept, total });
  if (short.startsWith('"')) return <span className={styles["string"]}>{short}</span>;
  const text = decodeUtf8(kept.length < total ? wholeCharacters(kept) : kept);
  const rest = kept.length < total ? <Rest text={`… ${byteSize(total)} in all`} /> : <Rest text={byteSize(total)} />;
  return (
    <span className={styles["bytes"]}>
      {text !== undefined && isPrintable(text) ? text : formatHex(kept)} {rest}
    </span>
  );
}

function Rest({ text }: { readonly text: string }) {
  return <span className={styles["rest"]}>{text}</span>;
}
