"use strict";
// The page reads without this: it adds keys, highlights and the search field.

const groups = [...document.querySelectorAll(".group")];

// One tab stop for each pair of texts; up and down go from row to row.
for (const rows of document.querySelectorAll(".rows")) {
  const linked = [...rows.querySelectorAll(".linked")];
  linked.forEach((row, i) => { row.tabIndex = i ? -1 : 0; });
  rows.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = linked[linked.indexOf(event.target) + step];
    if (!step || !next) return;
    event.preventDefault();
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}

// A name under the pointer, or in the focused legend, lights up wherever it stands in the pair.
function light(event, on) {
  const name = event.target.closest(".name");
  if (!name) return;
  const same = `.name[data-n="${name.dataset.n}"]`;
  name.closest(".pair").querySelectorAll(same).forEach((other) => other.classList.toggle("on", on));
}
document.querySelectorAll(".legend .name").forEach((name) => { name.tabIndex = 0; });
for (const type of ["mouseover", "focusin"]) document.addEventListener(type, (event) => light(event, true));
for (const type of ["mouseout", "focusout"]) document.addEventListener(type, (event) => light(event, false));

// Find among the groups shown, by what their heads say: ids, labels, matched names.
const find = document.getElementById("find");
const found = document.getElementById("found");
const heads = groups.map((group) =>
  [...group.querySelectorAll("summary, .members, .legend")].map((part) => part.textContent).join(" ").toLowerCase());
find.addEventListener("input", () => {
  const wanted = find.value.trim().toLowerCase();
  groups.forEach((group, i) => { group.hidden = !heads[i].includes(wanted); });
  found.textContent = wanted ? `${groups.filter((group) => !group.hidden).length} of ${groups.length}` : "";
});

const unfold = document.getElementById("unfold");
unfold.addEventListener("click", () => {
  const open = unfold.getAttribute("aria-pressed") !== "true";
  groups.forEach((group) => { group.open = open; });
  unfold.setAttribute("aria-pressed", open);
  unfold.textContent = open ? "Fold all" : "Unfold all";
});
document.querySelector(".tools").hidden = groups.length < 2;
