// Counts what is left while somebody writes, and asks before they leave what they have written. The forms work without.

/** As the server counts: addresses as 23 characters, people without their server, characters as readers see them. */
function count(text) {
  const counted = text
    .replace(/https?:\/\/[^\s<>"]+/giu, "x".repeat(23))
    .replace(/(^|[^\p{L}\p{N}_/@])@([\p{L}\p{N}_]+)@[\p{L}\p{N}.-]+[\p{L}\p{N}]/giu, "$1@$2");
  if (typeof Intl.Segmenter === "function") {
    return [...new Intl.Segmenter().segment(counted)].length;
  }
  return [...counted].length;
}

for (const output of document.querySelectorAll("[data-count-of]")) {
  const field = document.getElementById(output.dataset.countOf);
  const warning = document.getElementById("warning");
  const most = Number(output.dataset.most);
  let waiting;
  const say = () => {
    const left = most - count(field.value) - count(warning?.value ?? "");
    output.textContent = `${output.dataset.words} ${left}`;
  };
  // After a pause: who listens to the page is not interrupted by each key.
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(say, 700);
  };
  field.addEventListener("input", later);
  warning?.addEventListener("input", later);
  say();
}

for (const form of document.querySelectorAll("[data-warns-before-leaving]")) {
  let isChanged = false;
  form.addEventListener("input", () => {
    isChanged = true;
  });
  form.addEventListener("submit", () => {
    isChanged = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (isChanged) {
      event.preventDefault();
    }
  });
}
