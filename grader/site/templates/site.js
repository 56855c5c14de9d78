// Tables that sort and filter. Everything else on a page works without this.
"use strict";

const order = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

const valueOf = (row, column) => {
  const cell = row.cells[column];
  return cell.dataset.v ?? cell.textContent.trim();
};

// What is empty or a dash stands last, whichever way the others are sorted.
const compare = (one, other) => {
  const first = Number(one), second = Number(other);
  return Number.isNaN(first) || Number.isNaN(second) ? order.compare(one, other) : first - second;
};

const isEmpty = (value) => value === "" || value === "-";

function sort(table, heading) {
  const column = heading.cellIndex;
  const up = heading.getAttribute("aria-sort") === "ascending";
  const first = heading.dataset.first ?? "ascending";
  const direction = heading.hasAttribute("aria-sort") ? (up ? "descending" : "ascending") : first;
  const sign = direction === "ascending" ? 1 : -1;
  const body = table.tBodies[0];
  const rows = Array.from(body.rows, (row) => [valueOf(row, column), row]);
  rows.sort(([one], [other]) =>
    isEmpty(one) || isEmpty(other) ? isEmpty(one) - isEmpty(other) : sign * compare(one, other));
  for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", direction);
  body.append(...rows.map(([, row]) => row));
}

function makeSortable(table) {
  for (const heading of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => sort(table, heading));
  }
}

function makeSearchable(tools) {
  const table = document.getElementById(tools.dataset.table);
  const search = tools.querySelector("input");
  const choices = Array.from(tools.querySelectorAll("select"));
  const told = tools.querySelector("output");
  const rows = Array.from(table.tBodies[0].rows, (row) => [row, row.textContent.toLowerCase()]);
  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [row, text] of rows) {
      const fits = words.every((word) => text.includes(word)) && choices.every((choice) =>
        choice.value === "" || row.cells[Number(choice.dataset.column)].textContent.trim() === choice.value);
      row.hidden = !fits;
      shown += fits;
    }
    told.textContent = shown === rows.length ? `${shown} students` : `${shown} of ${rows.length} students`;
  };
  search.addEventListener("input", filter);
  for (const choice of choices) choice.addEventListener("change", filter);
  // A page that was left and is come back to keeps what was typed.
  filter();
}

for (const table of document.querySelectorAll("table.sortable")) makeSortable(table);
for (const tools of document.querySelectorAll(".tools[data-table]")) makeSearchable(tools);

document.addEventListener("keydown", (event) => {
  const search = document.querySelector(".tools input");
  if (event.key === "/" && search && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
    event.preventDefault();
    search.focus();
  }
  if (event.key === "Escape" && search && document.activeElement === search) {
    search.value = "";
    search.dispatchEvent(new Event("input"));
  }
});
