// What is wrong with a picture, from its layout. Comes to a list of sentences.
(() => {
  const root = document.documentElement;
  if (root.localName !== 'svg' || document.querySelector('parsererror')) return ['it is no picture'];
  const found = [];
  const known = ['svg', 'title', 'desc', 'style', 'rect', 'line', 'path', 'text'];
  for (const element of document.querySelectorAll('*')) {
    if (!known.includes(element.localName)) found.push(`there is a ${element.localName}`);
    for (const name of element.getAttributeNames()) {
      if (/^on|href|^style$/.test(name)) found.push(`a ${element.localName} has ${name}`);
    }
  }
  if (typeof pwned !== 'undefined') found.push('a script has run');
  const frame = root.getBoundingClientRect();
  const texts = [...document.querySelectorAll('text')].map((text) => {
    const own = text.getBoundingClientRect();
    return { text: text.textContent, own, top: own.top + own.height * .3, bottom: own.bottom - own.height * .3 };
  });
  if (texts.length < 8) found.push(`there are ${texts.length} lines of text only`);
  texts.forEach(({ text, own, top, bottom }, index) => {
    if (own.left < frame.left || own.right > frame.right || own.top < frame.top || own.bottom > frame.bottom) {
      found.push(`${text} leaves the picture`);
    }
    for (const other of texts.slice(index + 1)) {
      const isUpon = Math.min(own.right, other.own.right) - Math.max(own.left, other.own.left) > 1.5 &&
        Math.min(bottom, other.bottom) - Math.max(top, other.top) > 1.5;
      if (isUpon) found.push(`${text} lies upon ${other.text}`);
    }
  });
  return found;
})()
