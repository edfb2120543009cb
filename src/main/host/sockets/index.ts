import type { HostPackage } from "../context.ts";
import { createIpNameLookup } from "./ip-name-lookup.ts";
import { createNetwork } from "./network.ts";
import { createTcp } from "./tcp.ts";
import { createUdp } from "./udp.ts";

const VERSIONS = ["0.2.x"];
const NOTE = "every address is refused, as on wasmCloud 1.x";

export const sockets: HostPackage = {
  name: "wasi:sockets",
  interfaces: [
    { name: "instance-network", versions: VERSIONS, module: "instance-network", note: NOTE },
    { name: "network", versions: VERSIONS, module: "network", note: NOTE },
    { name: "tcp", versions: VERSIONS, module: "tcp", note: NOTE },
    { name: "tcp-create-socket", versions: VERSIONS, module: "tcp-create-socket", note: NOTE },
    { name: "udp", versions: VERSIONS, module: "udp", note: NOTE },
    { name: "udp-create-socket", versions: VERSIONS, module: "udp-create-socket", note: NOTE },
    {
      name: "ip-name-lookup",
      versions: VERSIONS,
      module: "ip-name-lookup",
      note: "every lookup fails, as on wasmCloud 1.x",
    },
  ],
  create: (_ctx, io) => {
    const { network, instanceNetwork } = createNetwork();
    const tcp = createTcp(io);
    const udp = createUdp(io);
    return {
      network,
      "instance-network": instanceNetwork,
      tcp: tcp.tcp,
      "tcp-create-socket": tcp.createSocket,
      udp: udp.udp,
      "udp-create-socket": udp.createSocket,
      "ip-name-lookup": createIpNameLookup(io),
    };
  },
};
