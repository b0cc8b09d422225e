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
  const set = () => { const on = $(`input[name="${name}"]:checked`); part.hidden = !(on && value.split("|").includes(on.value)); };
  all(`input[name="${name}"]`).forEach((input) => input.addEventListener("change", set));
  set();
});
all("select[data-go]").forEach((select) => select.addEventListener("change", () => select.form.requestSubmit()));

// A note: its draft goes to the server while it is written; a save that fails is tried again while the page is open.
const note = $("form[data-draft], form[data-keep]");
if (note) {
  const said = $("[data-said]");
  const say = (words) => { if (said) said.textContent = words; };
  const send = (address, body, headers = {}) => fetch(address, { method: "POST", body, credentials: "same-origin", headers });
  // Whoever is signed out is led to the sign-in page: that is an answer, but not the one that was asked for.
  const signedOut = (answer) => answer.redirected && new URL(answer.url).pathname.startsWith("/account/");
  // Signing in again in another tab makes the page's own key old: a new one is read from the page as it would come now.
  const renew = async () => {
    const answer = await fetch(location.href, { credentials: "same-origin" });
    if (!answer.ok || signedOut(answer)) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = $("input[name=csrfmiddlewaretoken]", page);
    if (fresh) $("input[name=csrfmiddlewaretoken]", note).value = fresh.value;
    return Boolean(fresh);
  };
  const SIGNED_OUT = "Not saved yet: you are signed out. Your words are here. Sign in again in another tab, and leave this page open.";
  const LATER = "Not saved yet. Your words are here. We keep trying while this page is open.";
  let timer = null;
  const keep = async () => {
    const body = new FormData(note);
    body.delete("once"); // the key is for the note itself: a draft must not use it up
    try {
      const answer = await send(note.dataset.draft, body);
      if (signedOut(answer)) say(SIGNED_OUT);
      else if (answer.ok) say("Draft kept");
    } catch { /* the next change tries again */ }
  };
  if (note.dataset.draft) note.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 1200); });
  let trying = false;
  let stale = false;
  const again = (words) => { say(words); stale = true; setTimeout(save, 4000); };
  const save = async () => {
    trying = true;
    try {
      if (stale) await renew();
      const answer = await send(note.action || location.href, new FormData(note), { "X-Requested-With": "note" });
      if (answer.status >= 500) return again(LATER);
      if (signedOut(answer)) return again(SIGNED_OUT);
      if (answer.status === 403 && !stale) return again(LATER);
      if (answer.headers.get("X-Led-To")) { location.assign(answer.headers.get("X-Led-To")); return undefined; }
      if (answer.redirected) { location.assign(answer.url); return undefined; }
      if (answer.status === 409) { trying = false; return twoNotes(); }
      const page = await answer.text();
      document.open(); document.write(page); document.close();
    } catch {
      return again(LATER);
    }
    trying = false;
    return undefined;
  };
  // The first words got through though no answer came back, and more was written since. Nothing is dropped: whoever
  // wrote it decides whether it becomes a note of its own.
  const twoNotes = () => {
    say("What you wrote at first is saved. What is here now is not.");
    const part = $("[data-second]");
    if (!part) return;
    part.hidden = false;
    part.querySelector("button").onclick = () => {
      for (const name of ["once", "client_id"]) { const field = $(`input[name=${name}]`, note); if (field) field.value = crypto.randomUUID(); }
      part.hidden = true;
      say("Saving…");
      save();
    };
    part.querySelector("button").focus();
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

// A safety page: what will be read stands beside the boxes as it is typed, and vague words are said at once.
const safety = $("form[data-safety]");
if (safety) {
  const show = (part, vague) => {
    const box = $(`[data-mirrored="${part.dataset.part}"]`, safety);
    const words = box.value.trim();
    $("[data-mirror]", part).textContent = words;
    $("[data-mirror]", part).hidden = Boolean(vague);
    $("[data-waits]", part).hidden = !vague;
    part.hidden = !words && !$("[data-tick]:not([hidden])", part);
  };
  const vagueNow = () => Object.fromEntries(all("[data-vague]", safety).map((one) => [one.dataset.vague, one.hidden ? "" : "x"]));
  const mirror = () => {
    all("[data-tick]", safety).forEach((line) => { line.hidden = !$(`input[name="in_place"][value="${line.dataset.tick}"]`, safety).checked; });
    const vague = vagueNow();
    all("[data-part]", safety).forEach((part) => show(part, vague[part.dataset.part]));
  };
  const readers = () => {
    const chosen = $("select[name=organisation]", safety);
    if (!chosen) return;
    all("[data-home]", safety).forEach((one) => {
      const reads = Boolean(one.dataset.works) || (chosen.value !== "" && one.dataset.home === chosen.value);
      $("[data-reads]", one).hidden = !reads;
      $("[data-passes]", one).hidden = reads;
    });
  };
  let later = null;
  const check = async () => {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", $("input[name=csrfmiddlewaretoken]", safety).value);
    all("[data-mirrored]", safety).forEach((box) => body.set(box.name, box.value));
    try {
      const answer = await fetch("/safety/words", { method: "POST", body, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      const found = await answer.json();
      all("[data-vague]", safety).forEach((one) => { const words = found[one.dataset.vague] || ""; if ($("p", one).textContent !== words) $("p", one).textContent = words; one.hidden = !words; });
      mirror();
    } catch { /* the server says it again when it is saved */ }
  };
  safety.addEventListener("input", () => { mirror(); clearTimeout(later); later = setTimeout(check, 700); });
  safety.addEventListener("change", readers);
  mirror();
}

// Rows can be added to a list of goals, steps or items without a new page.
document.addEventListener("click", (event) => {
  const add = event.target.closest("[data-add]");
  if (!add) return;
  const rows = $(`#${add.dataset.add}`);
  const next = all(":scope > [hidden]", rows)[0];
  if (next) { event.preventDefault(); next.hidden = false; const first = $("input, textarea", next); if (first) first.focus(); }
});
