import { useCallback, useState } from "react";
import { cx } from "../design/cx.ts";
import { imageType } from "./image-type.ts";
import styles from "./image-view.module.css";

/** A picture on a ground that shows what of it is clear, at most as large as its own pixels. */
export function ImageView({ bytes, label }: { readonly bytes: Uint8Array; readonly label: string }) {
  /** Absent: it is not drawn yet. */
  const [drawn, setDrawn] = useState<{ readonly bytes: Uint8Array; readonly size?: string }>();
  const draw = useCallback(
    (image: HTMLImageElement | null) => {
      if (image === null) return;
      const url = URL.createObjectURL(new Blob([bytes.slice()], { type: imageType(bytes) ?? "" }));
      // Not before it was read, even when the picture is off the screen by then: that would be an error of the page.
      const release = () => URL.revokeObjectURL(url);
      image.addEventListener("load", release, { once: true });
      image.addEventListener("error", release, { once: true });
      image.src = url;
    },
    [bytes],
  );
  const known = drawn?.bytes === bytes ? drawn : undefined;
  const broken = known !== undefined && known.size === undefined;
  return (
    <figure className={styles["figure"]}>
      <img
        ref={draw}
        className={styles["image"]}
        alt={label}
        hidden={broken}
        onError={() => setDrawn({ bytes })}
        onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
          setDrawn({ bytes, size: `${naturalWidth} × ${naturalHeight}` })
        }
      />
      <figcaption className={cx(broken ? "warn" : "dim", "num")}>
        {broken ? "It begins like a picture, but cannot be drawn as one. Look at it as hex." : known?.size}
      </figcaption>
    </figure>
  );
}
