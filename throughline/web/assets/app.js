// Everything works without this file. It saves taps, keeps words, and answers a second press of a button.
const $ = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// A button that was pressed says so, stays where it is, and ignores a second press.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method.toLowerCase() !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  const button = event.submitter;
  if (button) { button.dataset.words = button.textContent; button.setAttribute("aria-disabled", "true"); if (!button.dataset.quiet) button.textContent = "Saving…"; }
});
window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => {
  delete form.dataset.sent;
  all("[data-words]", form).forEach((button) => { button.textContent = button.dataset.words; button.removeAttribute("aria-disabled"); });
}));

// The error summary gets the focus, so that it is the first thing read.
const summary = $(".tl-summary");
if (summary) summary.focus();

// "Tried, no reply" hides minutes and makes the words optional.
all("[data-when]").forEach((part) => {
  const [name, value] = part.dataset.when.split("=");
  const set = () => { const on = $(`input[name="${name}"]:checked`); part.hidden = !(on && on.value === value); };
  all(`input[name="${name}"]`).forEach((input) => input.addEventListener("change", set));
  set();
});
all("select[data-go]").forEach((select) => select.addEventListener("change", () => select.form.requestSubmit()));

// A note: its draft goes to the server while it is written; a save that fails is tried again while the page is open.
const note = $("form[data-draft]");
if (note) {
  const said = $("[data-said]");
  const say = (words) => { if (said) said.textContent = words; };
  const body = () => new FormData(note);
  let timer = null;
  const keep = async () => {
    try {
      const answer = await fetch(note.dataset.draft, { method: "POST", body: body(), credentials: "same-origin" });
      if (answer.ok) say("Draft kept");
    } catch { /* the next change tries again */ }
  };
  note.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 1200); });
  let trying = false;
  const save = async () => {
    trying = true;
    try {
      const answer = await fetch(note.action || location.href, { method: "POST", body: body(), credentials: "same-origin", headers: { "X-Requested-With": "note" } });
      if (answer.status >= 500) throw new Error("later");
      if (answer.headers.get("X-Led-To")) { location.assign(answer.headers.get("X-Led-To")); return; }
      if (answer.redirected) { location.assign(answer.url); return; }
      const page = await answer.text();
      document.open(); document.write(page); document.close();
    } catch {
      say("Not saved yet. Your words are here. We keep trying while this page is open.");
      setTimeout(save, 4000);
      return;
    }
    trying = false;
  };
  note.addEventListener("submit", (event) => {
    if (trying) { event.preventDefault(); return; }
    if (!window.fetch) return;
    event.preventDefault();
    clearTimeout(timer);
    say("Saving…");
    save();
  }, true);
}

// Rows can be added to a list of goals, steps or items without a new page.
document.addEventListener("click", (event) => {
  const add = event.target.closest("[data-add]");
  if (!add) return;
  const rows = $(`#${add.dataset.add}`);
  const next = all(":scope > [hidden]", rows)[0];
  if (next) { event.preventDefault(); next.hidden = false; const first = $("input, textarea", next); if (first) first.focus(); }
});
