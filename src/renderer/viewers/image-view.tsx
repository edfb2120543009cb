import { useEffect, useState } from "react";
import { cx } from "../design/cx.ts";
import { imageType } from "./image-type.ts";
import styles from "./image-view.module.css";

/** A picture on a ground that shows what of it is clear, at most as large as its own pixels. */
export function ImageView({ bytes, label }: { readonly bytes: Uint8Array; readonly label: string }) {
  const [url, setUrl] = useState<string>();
  const [size, setSize] = useState<string>();
  const [broken, setBroken] = useState(false);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes.slice()], { type: imageType(bytes) ?? "" }));
    setUrl(made);
    setBroken(false);
    setSize(undefined);
    return () => URL.revokeObjectURL(made);
  }, [bytes]);
  if (url === undefined) return null;
  return (
    <figure className={styles["figure"]}>
      {!broken && (
        <img
          className={styles["image"]}
          src={url}
          alt={label}
          onError={() => setBroken(true)}
          onLoad={({ currentTarget }) => setSize(`${currentTarget.naturalWidth} × ${currentTarget.naturalHeight}`)}
        />
      )}
      <figcaption className={cx(broken ? "warn" : "dim", "num")}>
        {broken ? "It begins like a picture, but cannot be drawn as one. Look at it as hex." : size}
      </figcaption>
    </figure>
  );
}
