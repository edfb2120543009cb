import { useState } from "react";
import type { ObjectDetail } from "../../shared/blob-model.ts";
import type { VersionId } from "../../shared/model.ts";
import { Failed, Loading } from "../design/view-state.tsx";
import { byteSize } from "../format/quantity.ts";
import { imageType } from "../viewers/image-type.ts";
import { ValueViewer } from "../viewers/value-viewer.tsx";
import { useObjectBytes } from "./use-object-bytes.ts";

const FIRST_BYTES = 64 * 1024;
const MORE_FACTOR = 4;
/** More is not looked at in a window; it can be downloaded. */
const MAX_SHOWN_BYTES = 4 * 1024 * 1024;
/** A picture is only one when all of it is there. */
const MAX_IMAGE_BYTES = 16 * 1024 * 1024;

/** The start of an object as what it most likely is, and more of it on demand. A picture is read whole. */
export function ObjectPreview({ object }: { readonly object: ObjectDetail }) {
  const { version, size } = object;
  const [asked, setAsked] = useState<{ readonly version: VersionId; readonly bytes: number }>();
  const [image, setImage] = useState<VersionId>();
  const shown = image === version ? size : asked?.version === version ? asked.bytes : FIRST_BYTES;
  const { bytes, error, retry } = useObjectBytes(version, size, shown);
  if (error !== undefined) return <Failed title="The object could not be read" error={error.message} onRetry={retry} />;
  if (bytes === undefined) return <Loading label="Reading the object" />;
  if (image !== version && size > bytes.length && size <= MAX_IMAGE_BYTES && imageType(bytes) !== undefined) {
    setImage(version);
  }
  // All that was read stays one and the same array: a picture is drawn anew for another.
  const kept = shown < bytes.length ? bytes.subarray(0, shown) : bytes;
  const next = Math.min(size, MAX_SHOWN_BYTES, kept.length * MORE_FACTOR);
  return (
    <ValueViewer label="Object" value={{ kept, total: size }}>
      {kept.length < size &&
        (next > kept.length ? (
          <button
            type="button"
            className="small"
            title={`The first ${byteSize(next)}`}
            onClick={() => setAsked({ version, bytes: next })}
          >
            Show {next === size ? "all" : "more"}
          </button>
        ) : (
          <span className="dim">Download it to see the rest</span>
        ))}
    </ValueViewer>
  );
}
