// What happened, in order, for the tests to read and to wait for.
import { EventEmitter, once } from "node:events";

const LONGEST_WAIT_MS = 60_000;

export class Journal {
  #entries = [];
  #changes = new EventEmitter().setMaxListeners(0);

  add(entry) {
    this.#entries.push({ index: this.#entries.length, at: new Date().toISOString(), ...entry });
    this.#changes.emit("change");
  }

  /** The newest entry for which `matches` holds. */
  findLast(matches) {
    return this.#entries.findLast(matches);
  }

  /**
   * The entries from number `from` on whose fields have the values of `filter`; with `wait`
   * (milliseconds) an answer is given when there are `count`, or the time is over.
   */
  async read({ from = 0, count = 1, wait = 0, filter = {} }) {
    const wanted = (entry) => Object.entries(filter).every(([name, value]) => String(entry[name]) === value);
    const found = () => this.#entries.slice(from).filter(wanted);
    const signal = AbortSignal.timeout(Math.min(wait, LONGEST_WAIT_MS));
    while (found().length < count && !signal.aborted) {
      await once(this.#changes, "change", { signal }).catch(() => {});
    }
    return { items: found(), next: this.#entries.length };
  }
}
