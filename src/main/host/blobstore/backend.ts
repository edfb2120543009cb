/** The backend of wasi:blobstore. It stands in `state`, which may not know the host interfaces that it serves. */
export type {
  BlobstoreBackend,
  ObjectBody,
  ObjectId,
  ObjectInfo,
  ObjectSnapshot,
} from "../../state/blobstore-backend.ts";
export { NoSuchBlob } from "../../state/blobstore-backend.ts";
