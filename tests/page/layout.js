// What is wrong with where a page's boxes stand: lines of text that leave their box or their lane, or lie upon others. From the layout,
// not from pixels. Comes to a list of sentences.
(() => {
  const found = [];
  const near = 1.5;
  const shown = (text) => JSON.stringify(text.trim().slice(0, 40));
  const leaves = (inner, outer, slack) =>
    inner.left < outer.left - slack || inner.right > outer.right + slack ||
    inner.top < outer.top - slack || inner.bottom > outer.bottom + slack;

  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) found.push(`the page is ${root.scrollWidth} wide in a window of ${root.clientWidth}`);

  const pieces = [];
  const range = document.createRange();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest('.unseen') || !parent.checkVisibility()) continue;
    let box = parent;
    while (getComputedStyle(box).display.startsWith('inline')) box = box.parentElement;
    const bounds = box.getBoundingClientRect();
    const lane = parent.closest('.side')?.getBoundingClientRect();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) {
      if (rect.width === 0) continue;
      // The boxes of glyphs are higher than the lines that they stand in: what counts is their middle.
      const middle = new DOMRect(rect.x, rect.y + rect.height * .3, rect.width, rect.height * .4);
      if (leaves(middle, bounds, near)) found.push(`${shown(node.data)} leaves its ${box.localName}.${box.className}`);
      if (lane && leaves(middle, lane, 0)) found.push(`${shown(node.data)} leaves its lane`);
      pieces.push({ middle, node });
    }
  }
  if (pieces.length < 50) found.push(`there are ${pieces.length} pieces of text only`);

  const upon = (one, other) =>
    Math.min(one.right, other.right) - Math.max(one.left, other.left) > near &&
    Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > near;
  pieces.sort((one, other) => one.middle.top - other.middle.top);
  pieces.forEach((one, index) => {
    for (let next = index + 1; next < pieces.length && pieces[next].middle.top < one.middle.bottom; next += 1) {
      const other = pieces[next];
      // Within one text the reading direction can put a piece anywhere in its line.
      if (one.node !== other.node && upon(one.middle, other.middle)) {
        found.push(`${shown(one.node.data)} and ${shown(other.node.data)} lie upon each other`);
      }
    }
  });

  const rows = [...document.querySelectorAll('.row')].map((row) => row.getBoundingClientRect());
  rows.slice(1).forEach((row, index) => {
    if (row.top < rows[index].bottom - near) found.push(`row ${index + 1} begins before the one above it ends`);
  });
  for (const arrow of document.querySelectorAll('.arrow')) {
    const [own, lane] = [arrow, arrow.closest('.side')].map((element) => element.getBoundingClientRect());
    if (Math.abs(own.left - lane.left) > 3 || Math.abs(own.right - lane.right) > 3) found.push('an arrow does not join two lanes');
    const gate = arrow.querySelector('.gate')?.getBoundingClientRect();
    if (gate && Math.abs(gate.left + gate.width / 2 - lane.left) > 2) found.push('a gate does not stand in the browser’s lane');
  }
  for (const box of document.querySelectorAll('.box, .lines > li, .card, .rung, .compare, pre, table')) {
    if (box.scrollWidth > box.clientWidth + near) found.push(`${shown(box.textContent)} overflows its ${box.localName}.${box.className}`);
  }
  return found;
})()
