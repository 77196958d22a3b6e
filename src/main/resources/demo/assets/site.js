"use strict";

// Fetches the assets of this page past the browser's own cache, and shows what the node says.
const elements = [...document.querySelectorAll("link[href], script[src], img[src]")];
const paths = elements
  .map((element) => new URL(element.href ?? element.src))
  .filter((url) => url.origin === location.origin)
  .map((url) => url.pathname);
const assets = [...new Set(paths)];

const rows = document.querySelector("#answers");
const again = document.querySelector("#again");

function cell(text, className) {
  const td = document.createElement("td");
  const code = document.createElement("code");
  code.textContent = text;
  code.className = className ?? "";
  td.append(code);
  return td;
}

async function row(path) {
  const answer = await fetch(path, { cache: "no-store" });
  const body = await answer.arrayBuffer();
  const header = (name) => answer.headers.get(name) ?? "–";
  const status = header("cache-status");
  const tr = document.createElement("tr");
  tr.append(
    cell(path),
    cell(status, /;\s*hit/.test(status) ? "hit" : "miss"),
    cell(header("content-encoding")),
    cell(`${(body.byteLength / 1024).toFixed(1)} KiB`),
    cell(header("age")),
    cell(header("cache-control")),
  );
  return tr;
}

async function show() {
  again.disabled = true;
  rows.replaceChildren(...(await Promise.all(assets.map(row))));
  again.disabled = false;
}

again.addEventListener("click", show);
show();
