import { readFileSync, realpathSync } from "node:fs";

/** Types of `/proc/self/mountinfo` whose files other machines may change, or that share no memory between processes. */
const NETWORK_TYPES =
  /^(nfs\d?|cifs|smb\d?|smbfs|ncpfs|afs|coda|ceph|glusterfs|lustre|gpfs|ocfs2|9p|virtiofs|vboxsf|vmhgfs|prl_fs|davfs|fuse(\..*)?)$/;
/** Drivers for local disks that happen to run as FUSE. */
const LOCAL_FUSE = /^fuse\.(ntfs|ntfs-3g|exfat|ext2|ext4|fuse-overlayfs|lxcfs|portal)$/;

/**
 * Whether a folder lies on a file system on which SQLite's write-ahead log is not safe. Known on Linux; elsewhere
 * the answer is no.
 */
export function isOnNetworkFileSystem(folder: string): boolean {
  if (process.platform !== "linux") return false;
  let mounts: string;
  let real: string;
  try {
    mounts = readFileSync("/proc/self/mountinfo", "utf8");
    real = realpathSync(folder);
  } catch {
    return false;
  }
  const type = fileSystemType(mounts, real);
  return type !== undefined && NETWORK_TYPES.test(type) && !LOCAL_FUSE.test(type);
}

/** The type of the file system that holds an absolute path, by the text of `/proc/self/mountinfo`. */
export function fileSystemType(mountinfo: string, path: string): string | undefined {
  let type: string | undefined;
  let longest = -1;
  for (const line of mountinfo.split("\n")) {
    const [before, after] = line.split(" - ");
    const point = before
      ?.split(" ")[4]
      ?.replaceAll(/\\(\d{3})/g, (_, octal: string) => String.fromCodePoint(parseInt(octal, 8)));
    const found = after?.split(" ")[0];
    if (point === undefined || found === undefined) continue;
    const holds = path === point || path.startsWith(point.endsWith("/") ? point : `${point}/`);
    // Of mounts on the same point the last one covers the others.
    if (holds && point.length >= longest) [type, longest] = [found, point.length];
  }
  return type;
}
