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

// A page left alone covers itself. What was typed stays in it; nothing is put into the browser's store.
const signedOut = (answer) => answer.redirected && new URL(answer.url).pathname.startsWith("/account/");
const idle = Number(document.body.dataset.idle || 0) * 1000;
const stillHere = document.body.dataset.stillHere;
let cover = null;
let whenOpen = [];
let lastUsed = Date.now();
let lastTold = Date.now();
let used = false;
const title = document.title;
const uncover = () => {
  if (!cover) return;
  cover.remove();
  cover = null;
  document.body.classList.remove("tl-locked");
  document.title = title;
  lastUsed = lastTold = Date.now();
  const waiting = whenOpen;
  whenOpen = [];
  waiting.forEach((go) => go());
};
const lock = () => {
  if (!idle || cover || $(".tl-lock")) return;
  cover = $("#tl-lock").content.firstElementChild.cloneNode(true);
  document.body.classList.add("tl-locked");
  document.body.append(cover);
  document.title = "Locked · Throughline";
  reopens($("[data-lock]", cover), true);
  $("h1", cover).focus();
};
// Another page of the same session may be in use: then this one stays open as long as that.
const whetherToLock = async () => {
  lock();
  try {
    const answer = await fetch(stillHere, { credentials: "same-origin" });
    const left = Number(answer.headers.get("X-Seconds-Left") || 0) * 1000;
    if (!signedOut(answer) && left > 0 && cover) { uncover(); lastUsed = Date.now() - idle + left; }
  } catch { /* it stays covered */ }
};
if (idle) {
  for (const sign of ["pointerdown", "keydown", "input", "scroll"]) {
    document.addEventListener(sign, () => { if (!cover) { look(); lastUsed = Date.now(); used = true; } }, { capture: true, passive: true });
  }
  const look = () => {
    const now = Date.now();
    if (cover) return;
    if (now - lastUsed >= idle) { whetherToLock(); return; }
    // Whoever writes for long asks the server for nothing: it is told that somebody is there.
    if (used && now - lastTold >= idle / 4) {
      lastTold = now;
      used = false;
      const token = $("[name=csrfmiddlewaretoken]", $("#tl-lock").content).value;
      fetch(stillHere, { method: "POST", credentials: "same-origin", headers: { "X-CSRFToken": token, "X-Requested-With": "still" } })
        .then((answer) => { if (answer.status === 401) lock(); }, () => {});
    }
  };
  setInterval(look, 5000);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pageshow", look);
}
const bytes = (words) => Uint8Array.from(atob(words.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const letters = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
// Opens what is locked by a passkey, and a covered page without leaving it.
function reopens(form, covered) {
  const part = (name) => $(`[data-lock-${name}]`, form);
  const say = (words) => { part("words").textContent = words; part("trouble").hidden = !words; };
  const post = async (address) => fetch(address, { method: "POST", body: new FormData(form), credentials: "same-origin", headers: { "X-Requested-With": "lock" } });
  const open = async () => {
    if (!covered) { form.submit(); return; }
    try {
      const answer = await post(form.action);
      form.elements.password.value = "";
      form.elements.credential.value = "";
      if (answer.status === 204) uncover();
      else if (signedOut(answer)) say("You are signed out. What you typed is still here. Sign in again in another tab, then open this page with your password.");
      else if (answer.status === 422) say((await answer.json()).words);
      else say("It could not be opened. Wait a moment, then try again.");
    } catch { say("There is no connection. What you typed is still here. Try again in a moment."); }
  };
  if (covered) form.addEventListener("submit", (event) => { event.preventDefault(); event.stopPropagation(); open(); }, true);
  if (!window.PublicKeyCredential) return;
  part("passkey").hidden = false;
  $("button", part("passkey")).onclick = async () => {
    try {
      const answer = await post(form.dataset.passkey);
      const asked = await answer.json();
      if (answer.status !== 200) { say(asked.words); return; }
      const { publicKey } = asked;
      publicKey.challenge = bytes(publicKey.challenge);
      for (const one of publicKey.allowCredentials || []) one.id = bytes(one.id);
      const found = await navigator.credentials.get({ publicKey });
      const { response } = found;
      form.elements.credential.value = JSON.stringify({
        id: found.id, rawId: letters(found.rawId), type: found.type, authenticatorAttachment: found.authenticatorAttachment, clientExtensionResults: found.getClientExtensionResults(),
        response: { clientDataJSON: letters(response.clientDataJSON), authenticatorData: letters(response.authenticatorData), signature: letters(response.signature), userHandle: response.userHandle ? letters(response.userHandle) : null },
      });
      open();
    } catch { say("The passkey did not open it. Try again, or use your password."); }
  };
}
const locked = $("[data-lock]");
if (locked) reopens(locked, false);

// A note: its draft goes to the server while it is written; a save that fails is tried again while the page is open.
const note = $("form[data-draft], form[data-keep]");
if (note) {
  const said = $("[data-said]");
  const say = (words) => { if (said) said.textContent = words; };
  const send = (address, body, headers = {}) => fetch(address, { method: "POST", body, credentials: "same-origin", headers });
  // Whoever is signed out is led to the sign-in page: that is an answer, but not the one that was asked for.
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
      const answer = await send(note.dataset.draft, body, { "X-Requested-With": "draft" });
      if (signedOut(answer)) say(SIGNED_OUT);
      else if (answer.status === 401) { lock(); whenOpen.push(keep); }
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
      if (answer.status === 401) { trying = false; lock(); whenOpen.push(save); return undefined; }
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

// Single keys, where nobody is writing: /keys/ says which. Ctrl and Enter save, also where single keys were put off.
const rows = all(".tl-rows .tl-row__name a");
const first = $("[data-first] .tl-row__name a");
if (first) first.focus(); // what was searched for is found: the next key writes about it
else if ($("[data-search]")) $("[data-search] input:not([type=hidden])").focus();
const keys = {
  ArrowDown: () => rows[Math.min(rows.indexOf(document.activeElement) + 1, rows.length - 1)],
  ArrowUp: () => rows[Math.max(rows.indexOf(document.activeElement) - 1, 0)],
};
const leads = (key) => {
  const row = key === "n" && document.activeElement.closest(".tl-row");
  return (row && $(".tl-row__pencil", row)) || $(`main [data-key="${CSS.escape(key)}"]`) || $(`[data-key="${CSS.escape(key)}"]`);
};
// The box is there at once, under the head of whatever page is open: what is typed next goes into it.
const seek = () => {
  if (!$(".tl-find")) {
    $(".tl-header").after($("#tl-find").content.firstElementChild.cloneNode(true));
    const before = document.activeElement;
    $(".tl-find").addEventListener("keydown", (event) => { if (event.key === "Escape") { $(".tl-find").remove(); before.focus(); } });
  }
  $("#tl-find-words").focus();
};
document.addEventListener("keydown", (event) => {
  const at = document.activeElement;
  const form = at && (at.form || at.closest("form"));
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form && form.method.toLowerCase() === "post") {
    event.preventDefault();
    const buttons = [...form.elements].filter((one) => one.matches("button:not([type=button])"));
    const button = buttons.find((one) => !one.name) || buttons[0];
    if (button) form.requestSubmit(button);
    return;
  }
  const writes = at && (at.isContentEditable || at.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=submit], [type=button])"));
  const chooses = at && at.matches("[type=radio]") && event.key.startsWith("Arrow");
  if (!("keys" in document.body.dataset) || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || writes || chooses || cover) return;
  if (keys[event.key]) {
    const next = rows.length && (rows.includes(at) || at === document.body) && keys[event.key]();
    if (next) { event.preventDefault(); next.focus(); }
    return;
  }
  if (event.key === "/" && $("#tl-find")) { event.preventDefault(); seek(); return; }
  const link = leads(event.key);
  if (link) { event.preventDefault(); link.click(); }
});
