// Shows one step at a time; without this, the page lists all of them.
"use strict";

const steps = Array.from(document.querySelectorAll("li.step"));
const buttons = document.querySelectorAll("nav button");
const place = document.querySelector("nav output");
let now = 0;

function show(number) {
  now = Math.max(0, Math.min(steps.length - 1, number));
  steps.forEach((step, at) => { step.hidden = at !== now; });
  for (const each of document.querySelectorAll(".now")) each.classList.remove("now");
  document.getElementById(`walk-node-${steps[now].dataset.node}`).classList.add("now");
  place.textContent = `step ${now + 1} of ${steps.length}`;
  for (const button of buttons) button.disabled = target(button) === now;
}

const target = (button) => {
  const places = { first: 0, back: Math.max(0, now - 1), next: Math.min(steps.length - 1, now + 1), last: steps.length - 1 };
  return places[button.dataset.to];
};

for (const button of buttons) button.addEventListener("click", () => show(target(button)));
document.addEventListener("keydown", (event) => {
  if (event.key === "ArrowRight") show(now + 1);
  if (event.key === "ArrowLeft") show(now - 1);
});
document.querySelector("nav").hidden = false;
show(0);
