const form = document.getElementById("join"), $ = id => document.getElementById(id);
const split = text => fold(text).split(/[^\p{L}\p{N}]+/u).filter(word => word);
const fold = text => text.normalize("NFKD").replace(/\p{M}|['’]/gu, "").toLowerCase();
let turns = 0;
function read(text) {
  // Without the style, which the content security policy would report.
  return new DOMParser().parseFromString(text.replace(/<style[^]*?<\/style>/, ""), "text/html");
}
function open(part) {
  part.querySelectorAll(".pad").forEach(openPad);
  part.querySelectorAll(".search").forEach(search => {
    const box = search.closest("[data-key]"), select = box.querySelector("select"), all = select?.cloneNode(true);
    const found = [...(all || box).querySelectorAll("[data-find]")], input = search.querySelector("input");
    const names = found.map(one => split(`${one.textContent} ${one.dataset.find}`));
    search.hidden = false;
    input.onkeydown = event => { if (event.key == "Enter") event.preventDefault(); };
    input.oninput = () => {
      const fits = find(names, split(input.value)), chosen = select?.value;
      if (!select) return found.forEach((pick, place) => { pick.hidden = !fits[place]; });
      const isShown = option => option.value == chosen || (fits[found.indexOf(option)] ?? true);
      const nodes = input.value.trim() ? [...all.options].filter(isShown) : [...all.childNodes];
      select.replaceChildren(...nodes.map(node => node.cloneNode(true)));
      select.value = chosen;
    };
  });
}
const sounds = JSON.parse(form.dataset.sounds || "[]").map(([spelling, sound]) => [new RegExp(spelling, "g"), sound]);
const hear = word => sounds.reduce((text, [spelling, sound]) => text.replace(spelling, sound), word);
// Whether a word starts with what was typed, with at most so many wrong letters.
function near(typed, word, wrong) {
  let same = 0;
  while (same < typed.length && typed[same] == word[same]) same++;
  typed = typed.slice(same);
  word = word.slice(same);
  return typed.length <= wrong || wrong > 0 && (near(typed.slice(1), word.slice(1), wrong - 1)
    || near(typed.slice(1), word, wrong - 1) || near(typed, word.slice(1), wrong - 1)
    || typed[0] == word[1] && typed[1] == word[0] && near(typed.slice(2), word.slice(2), wrong - 1));
}
// Which names have words that begin like all that were typed; if none has, those with a wrong letter or two, or else
// those that sound like it.
function find(names, typed) {
  const close = wrong => (text, word) => near(text, word, Math.min(wrong, text.length >> 2));
  const sounds = (text, word) => hear(text).length > 1 && hear(word).startsWith(hear(text));
  const within = (text, word) => word.includes(text) || close(1)(text, word);
  for (const fits of [close(0), within, close(2), sounds]) {
    const found = names.map(words => typed.every(text => words.some(word => fits(text, word))));
    if (found.includes(true)) return found;
  }
  return names.map(() => false);
}
// Fetch the questions for the current answers and merge them into the page; typed text is kept.
async function update(button) {
  const sent = new URLSearchParams(), turn = ++turns;
  for (const [name, value] of new FormData(form)) {
    if (typeof value == "string") sent.append(name, value);
    else if (value.name) sent.set("b" + name.slice(1), "1");
  }
  sent.set("page", "all");
  if (button) sent.set(button.name, button.value); else sent.set("go", "update");
  const answer = await fetch(form.action, {method: "POST", body: sent});
  if (!answer.ok || turn != turns) return;
  const page = read(await answer.text());
  if (!page.getElementById("questions")) return;
  for (const id of ["questions", "entry"]) merge($(id), page.getElementById(id));
  for (const place of ["#state", "#go", ".first"]) document.querySelector(place).replaceWith(page.querySelector(place));
}
function merge(own, fresh) {
  const old = new Map([...own.children].map(node => [node.dataset.key, node]));
  const keys = new Set([...fresh.children].map(node => node.dataset.key));
  for (const [key, node] of old) if (!keys.has(key)) node.remove();
  let place = own.firstElementChild;
  for (const node of [...fresh.children]) {
    const same = old.get(node.dataset.key), inner = ":scope > [data-parts]", around = ":scope > legend, :scope > button";
    if (!same) { own.insertBefore(node, place); open(node); continue; }
    place = same.nextElementSibling;
    if (same.querySelector(inner)) {
      merge(same.querySelector(inner), node.querySelector(inner));
      same.querySelectorAll(around).forEach(part => part.remove());
      for (const part of node.querySelectorAll(around)) part.matches("legend") ? same.prepend(part) : same.append(part);
    } else if (same.dataset.shape != node.dataset.shape && !same.contains(document.activeElement)) {
      same.replaceWith(node);
      open(node);
    }
  }
}
open(form);
form.addEventListener("change", event => {
  const input = event.target, group = input.closest("fieldset.question[data-key]");
  if (input.type == "checkbox" && input.checked && group)
    for (const other of group.querySelectorAll(`input[name="${CSS.escape(input.name)}"]`))
      if (other != input && ("alone" in input.dataset || "alone" in other.dataset)) other.checked = false;
  const chosen = group?.querySelector("[data-chosen]");
  if (chosen) {
    const names = [...group.querySelectorAll(".pick input:checked")].map(box => box.nextElementSibling.textContent);
    chosen.textContent = chosen.dataset.chosen.replace("\n", () => names.join(", "));
    chosen.hidden = !names.length;
  }
  if ("changes" in form.dataset && input.type != "search") update().catch(() => {});
});
form.addEventListener("click", async event => {
  const button = event.target.closest("button[name=add], button[name=remove]");
  if (!button) return;
  event.preventDefault();
  const parts = button.closest("[data-key]"), list = button.name == "add" ? parts : parts.parentElement.closest("[data-key]");
  try { await update(button); } catch { return form.requestSubmit(button); }
  const entry = list.querySelector(":scope > [data-parts]").lastElementChild;
  (button.name == "add" && entry?.querySelector("input, select, textarea") || list.querySelector(":scope > button"))?.focus();
});
if ("changes" in form.dataset && form.elements.page.value != "all") update().catch(() => {});
