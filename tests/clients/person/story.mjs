// What the scripts for Node share.

export const story = JSON.parse(process.env.STAFFROOM_STORY);

export const step = (what) => console.log(what);

/** Asks again and again until something is found, and gives it. */
export async function until(what, find, limit = 30_000) {
  const deadline = Date.now() + limit;
  while (Date.now() < deadline) {
    const found = await find();
    if (found) return found;
    await new Promise((wake) => setTimeout(wake, 50));
  }
  throw new Error(`waited in vain: ${what}`);
}
