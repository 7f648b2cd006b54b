// Every outgoing request of this process goes where the host map says, and nowhere else: the
// names of the tests do not resolve, and no test may reach the internet by mistake.
import { readFileSync } from "node:fs";
import { Agent, buildConnector, setGlobalDispatcher } from "undici";

const CONNECT_TIMEOUT_MS = 5_000;

/** Names (`school.test`, or `school.test:8443`) to the loopback addresses that stand for them. */
export class HostMap {
  #addresses = new Map();

  /** @param {Record<string, string>} entries name → `127.0.0.1:port` */
  add(entries) {
    for (const [name, address] of Object.entries(entries)) {
      const match = /^(127\.0\.0\.1|\[::1\]|localhost):(\d+)$/.exec(address);
      if (match == null) throw new Error(`${name}: not a loopback address with a port: ${address}`);
      this.#addresses.set(name.toLowerCase(), { hostname: match[1].replace(/[[\]]/g, ""), port: match[2] });
    }
  }

  find(hostname, port) {
    return this.#addresses.get(`${hostname}:${port}`) ?? this.#addresses.get(hostname);
  }

  toJSON() {
    const written = ([name, { hostname, port }]) => [name, `${hostname}:${port}`];
    return Object.fromEntries([...this.#addresses].map(written));
  }
}

/** A host map from a JSON text, or from the file with that text. */
export function readHostMap(argument) {
  const hosts = new HostMap();
  if (argument != null) {
    hosts.add(JSON.parse(argument.trimStart().startsWith("{") ? argument : readFileSync(argument, "utf8")));
  }
  return hosts;
}

/** Sends the requests of the global `fetch` through the host map, trusting only the given CA. */
export function useHostMap(hosts, caFile) {
  const ca = caFile == null ? undefined : readFileSync(caFile);
  const connector = buildConnector({ ca, timeout: CONNECT_TIMEOUT_MS });
  const connect = (options, callback) => {
    const port = options.port || (options.protocol === "https:" ? "443" : "80");
    const target = hosts.find(options.hostname, port);
    if (target == null) {
      const error = new Error(`the host map does not name ${options.hostname}:${port}`);
      callback(Object.assign(error, { code: "ENOTFOUND", hostname: options.hostname }), null);
      return;
    }
    connector({ ...options, ...target, servername: options.servername || options.hostname }, callback);
  };
  // A connection kept open would outlive a restart of the program under test.
  setGlobalDispatcher(new Agent({ connect, pipelining: 0 }));
}
