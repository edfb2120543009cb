import type { ObjectDetail, ObjectRef } from "../../shared/blob-model.ts";
import { CopyButton } from "../design/copy-button.tsx";
import { Empty, Loading } from "../design/view-state.tsx";
import { count } from "../format/quantity.ts";
import styles from "./object-facts.module.css";

interface ObjectFactsProps {
  readonly of: ObjectRef;
  readonly object: ObjectDetail | undefined;
  readonly gone: boolean;
}

/** What is known of an object besides its bytes. */
export function ObjectFacts({ of, object, gone }: ObjectFactsProps) {
  if (gone) return <Empty title="There is no such object any more" />;
  if (object === undefined) return <Loading label="Reading the object" />;
  const facts: readonly (readonly [string, string, boolean?])[] = [
    ["Name", of.name, true],
    ["Container", of.container],
    ["Backend", of.backend],
    ["Size", `${count(object.size)} bytes`],
    ["Created", new Date(object.created).toLocaleString()],
    ["Written", new Date(object.updated).toLocaleString()],
    ["Version", String(object.version)],
    ["SHA-256", object.digest, true],
  ];
  return (
    <dl className={styles["facts"]}>
      {facts.map(([name, value, copied]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className={copied === true ? "mono" : undefined}>
            {value} {copied === true && <CopyButton label={`Copy ${name}`} text={() => value} />}
          </dd>
        </div>
      ))}
    </dl>
  );
}
